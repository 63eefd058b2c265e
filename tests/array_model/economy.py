"""Economy of side 1: oil price, fund, sanctions discount, supplier, ally, stress."""

import math
from typing import Any, NamedTuple

from forecast_kernels.layout.levers import NEVER
from tests.array_model.curves import half, relaxed, sigmoid


class Economy(NamedTuple):
    log_oil: Any
    discount: Any
    fund: Any
    supplier_hazard: Any
    ally_hazard: Any
    footing: Any
    supplier: Any
    ally_stopped: Any
    stress: Any


def strain(xp, p, oil, discount, fund, strikes, supplier, footing):
    """(q, burn) of the page, with the fund as it stands."""
    burn = p.fund_use + p.war_cost_growth * footing + p.fund_drain * (p.oil_cutoff - oil + discount)
    cover = 12.0 * fund / xp.maximum(burn, 0.3)
    q = sigmoid(xp, (p.stress_months - cover) / p.stress_scale)
    supplied = xp.minimum(p.supplier_index * supplier, 1.0)
    return q + 0.3 * p.refinery_off * (1.0 + strikes / 2.0) + 0.2 * (1.0 - supplied), burn


def economy(xp, inputs, once, s, war, z, t) -> Economy:
    p, lv = inputs.p, inputs.l
    pull = xp.maximum(p.oil_reversion, 1e-6)
    spread = p.oil_vol * xp.sqrt(relaxed(xp, pull / 26.0) / (2.0 * pull))
    log_oil = s.log_oil + relaxed(xp, p.oil_reversion / 52.0) * (xp.log(p.oil_t0) - s.log_oil) + spread * z
    oil = xp.exp(log_oil)
    surge_sanctions = xp.where(lv.surge_sanctions > 0.5, s.surge_start, NEVER)
    since = xp.minimum(lv.sanctions_week, surge_sanctions)
    begins = (t >= since) & (t - 1.0 < since)
    discount = s.discount * half(xp, p.sanctions_halflife) + p.sanctions_jump * begins
    supplier_hazard = s.supplier_hazard + (t >= since) * p.supplier_cut_rate / 52.0
    left = xp.where(supplier_hazard > once.supplier, 0.7, p.oil_t0 * 0.0 + 1.0)
    supplier = left * xp.exp(p.supplier_growth * xp.minimum(t / 52.0, 3.0))
    footing = xp.where(war, xp.minimum(s.footing + 1.0 / 52.0, 5.0), s.footing * math.exp(-1.0 / 104.0))
    ally_hazard = s.ally_hazard + p.ally_stop_rate / 52.0
    burn = strain(xp, p, oil, discount, s.fund, s.strikes, supplier, footing)[1]
    fund = xp.clip(s.fund - burn / 52.0, 0.0, p.fund_cap)
    q = strain(xp, p, oil, discount, fund, s.strikes, supplier, footing)[0]
    return Economy(
        log_oil=log_oil,
        discount=discount,
        fund=fund,
        supplier_hazard=supplier_hazard,
        ally_hazard=ally_hazard,
        footing=footing,
        supplier=supplier,
        ally_stopped=ally_hazard > once.ally,
        stress=q - inputs.start.strain,
    )
