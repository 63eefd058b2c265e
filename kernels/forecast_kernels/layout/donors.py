"""Rows of `donors[ND, NDP, n]`: inputs of each donor of side 0 (the defender), for each of n members.

Donor 0 is the lead donor: the supply gap is the missing supply divided by its share. A row with a default need not be
set. The defaults describe a donor whose flow is not in question and that replaces no other donor.
"""

from forecast_kernels.layout.column import Table

_t = Table()
_add = _t.add

SHARE = _add("share", "1", "share of side 0's week-0 supply (all shares are rescaled to sum to one)")
STOCK_FRAC = _add("stock_frac", "1", "share of the flow that comes from stocks, the rest is procured")
LAG_STOCK = _add("lag_stock", "weeks", "mean delay of deliveries from stocks")
LAG_PROCURED = _add("lag_procured", "weeks", "mean delay of deliveries from new production")
LAG_BACKFILL = _add("lag_backfill", "weeks", "mean delay of deliveries that replace another donor", 16.0)
BACKFILL_FRAC = _add("backfill_frac", "1", "share of the other donors' missing flow that this donor replaces", 0.0)
FATIGUE_HALFLIFE = _add("fatigue_halflife", "weeks", "half-life of that extra effort after week 26", 70.0)
GROWTH_ELASTICITY = _add(
    "growth_elasticity", "1", "response of the flow to the defence spending that a compact brings", 0.0
)
COST = _add("cost", "EUR bn/year", "yearly cost of the week-0 flow")
SURGE_STOCK = _add("surge_stock", "EUR bn", "what a surge can draw from stocks beyond the flow without it", 1.0e6)
SURGE_PRODUCTION = _add("surge_production", "1", "largest factor by which production raises the procured flow", 1.0e3)
WILL_T0 = _add("will_t0", "1", "willingness to keep the flow at week 0 (1: not in question)", 1.0)
WILL_BURDEN = _add("will_burden", "1/0.10", "logit of will per 0.10 of burden share, or per adopted pledge", 0.0)
WILL_IMAGE = _add("will_image", "1", "logit of will per one per cent of side 0's land lost", 0.0)
WILL_REFUSAL = _add("will_refusal", "1", "logit of will after side 1 refused an offer", 0.0)

DONOR_PARAMETERS = tuple(_t.columns)
N_DONOR_PARAMETERS = len(DONOR_PARAMETERS)
