"""War economy of side 1: oil price, sanctions discount, wealth fund, stress; the ally and the supplier."""

from forecast_kernels.numeric.arithmetic import ONE, ZERO, F, clip, exp, fma, most, sigmoid
from forecast_kernels.numeric.calendar import WEEK
from forecast_kernels.numeric.jit import scalar

SQRT_WEEK = F(0.13867504905630728)


@scalar
def oil_step(log_oil, z, start, reversion, volatility):
    """Log price after a week (Schwartz 1997: mean reversion in logs)."""
    return fma(reversion * WEEK, start - log_oil, fma(volatility * SQRT_WEEK, z, log_oil))


@scalar
def burn(log_oil, discount, other_use, drain, cutoff):
    """Yearly use of the fund, RUB trn; negative when the price is high."""
    return fma(drain, cutoff - exp(log_oil) + discount, other_use)


@scalar
def fund_step(fund, yearly_burn, cap):
    """Fund after a week, RUB trn."""
    return clip(fma(-WEEK, yearly_burn, fund), ZERO, cap)


@scalar
def stress(fund, yearly_burn, months, per_month, refinery_off, supplier):
    """Economic stress: fund cover in months against a threshold, refineries out of action, supplier support lost."""
    cover = F(12.0) * fund / most(yearly_burn, F(0.3))
    return sigmoid((months - cover) * per_month) + F(0.3) * refinery_off + F(0.2) * (ONE - supplier)
