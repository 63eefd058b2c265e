"""War economy of side 1: oil price, sanctions discount, wealth fund, stress; the ally and the supplier."""

from forecast_kernels.layout import constants as k
from forecast_kernels.numeric.arithmetic import ONE, ZERO, F, clip, exp, fma, maximum, sigmoid
from forecast_kernels.numeric.calendar import WEEK
from forecast_kernels.numeric.jit import scalar

SQRT_WEEK = F(0.13867504905630728)
MONTHS = F(12.0)
BURN_FLOOR = F(k.BURN_FLOOR)
REFINERY_STRESS, SUPPLIER_STRESS = F(k.REFINERY_STRESS), F(k.SUPPLIER_STRESS)


@scalar
def oil_step(log_oil, z, start, reversion, volatility):
    """Log oil price after a week (Schwartz 1997: mean reversion in logs).

    Parameters
    ----------
    log_oil, start : log USD/bbl now and at week 0
    z : standard normal
    reversion, volatility : per year and per root year
    """
    return fma(reversion * WEEK, start - log_oil, fma(volatility * SQRT_WEEK, z, log_oil))


@scalar
def burn(log_oil, discount, other_use, drain, cutoff):
    """Yearly use of the fund, RUB trn: other_use + drain (cutoff - price + discount). Negative at a high price.

    Parameters
    ----------
    log_oil, discount, cutoff : log price, sanctions discount and break-even price, USD/bbl
    other_use, drain : RUB trn a year, and RUB trn a year for one USD/bbl
    """
    return fma(drain, cutoff - exp(log_oil) + discount, other_use)


@scalar
def fund_step(fund, yearly_burn, cap):
    """Fund after a week, RUB trn, between 0 and `cap`."""
    return clip(fma(-WEEK, yearly_burn, fund), ZERO, cap)


@scalar
def stress(fund, yearly_burn, months, per_month, refinery_off, supplier):
    """Economic stress of side 1.

        sig((months - 12 fund/burn) per_month) + 0.3 refinery_off + 0.2 (1 - supplier)

    Parameters
    ----------
    fund, yearly_burn : RUB trn, RUB trn a year
    months, per_month : cover of the fund at which stress is half, and one over its scale in months
    refinery_off : share of refining capacity out of action
    supplier : support of the supplier, 1 in full
    """
    cover = MONTHS * fund / maximum(yearly_burn, BURN_FLOOR)
    return sigmoid((months - cover) * per_month) + REFINERY_STRESS * refinery_off + SUPPLIER_STRESS * (ONE - supplier)
