"""War economy of side 1 (the attacker): oil price, use of the wealth fund, economic stress."""

import math

from forecast_kernels.layout import constants as k
from forecast_kernels.model import delay
from forecast_kernels.numeric.arithmetic import ONE, TWO, ZERO, F, clip, exp, fma, maximum, minimum, sigmoid, sqrt
from forecast_kernels.numeric.calendar import WEEK
from forecast_kernels.numeric.jit import scalar

MIN_REVERSION = F(1e-6)  # per year: a numerical guard
MONTHS = F(12.0)  # a year
BURN_FLOOR = F(k.BURN_FLOOR)
FOOTING_YEARS, FOOTING_KEEP = F(k.FOOTING_YEARS), F(math.exp(-1.0 / (52.0 * k.FOOTING_FADE)))
SUPPLIER_YEARS, LOG_CUT_BACK = F(k.SUPPLIER_YEARS), F(math.log(k.SUPPLIER_LEFT))
REFINERY_STRESS, SUPPLIER_STRESS = F(k.REFINERY_STRESS), F(k.SUPPLIER_STRESS)


@scalar
def oil_noise(reversion, volatility):
    """Standard deviation of the log oil price after a week, from its exact transition.

    Parameters
    ----------
    reversion : speed of the return to the price of week 0, per year
    volatility : standard deviation of the log price, per root year
    """
    twice = TWO * maximum(reversion, MIN_REVERSION)
    return volatility * sqrt(delay.moved(twice * WEEK) / twice)


@scalar
def oil_step(log_oil, z, start, share, noise):
    """Takes the log oil price one week further (Schwartz 1997: mean reversion in logs).

    Parameters
    ----------
    log_oil, start : log USD/bbl now and at week 0
    z : standard normal
    share : share of the way back to `start`, see `delay.moved`
    noise : see `oil_noise`
    """
    return fma(share, start - log_oil, fma(noise, z, log_oil))


@scalar
def footing(years, fighting):
    """Years of war footing that the budget bears: one a year while side 1 fights, fading in peace.

    years: value of the week before. fighting: 1 in war or resumed war, else 0.
    """
    return minimum(years + WEEK, FOOTING_YEARS) if fighting > ZERO else years * FOOTING_KEEP


@scalar
def supplier(cut, growth, years):
    """Log support of the supplier over week 0: it grows for `supplier_years`, and is cut back once.

    Parameters
    ----------
    cut : 1 once it has cut back, else 0
    growth : growth of the log support, a year
    years : years since week 0
    """
    return fma(growth, minimum(years, SUPPLIER_YEARS), LOG_CUT_BACK * cut)


@scalar
def burn(log_oil, discount, other_use, drain, cutoff):
    """Yearly use of the fund, RUB trn: other_use + drain (cutoff - price + discount). It is negative at a high price.

    Parameters
    ----------
    log_oil : log of the oil price in USD/bbl
    discount, cutoff : sanctions discount, and price at which the budget needs nothing from the fund, USD/bbl
    other_use : use that does not depend on the price, RUB trn a year
    drain : use for each USD/bbl below the cutoff, RUB trn a year
    """
    return fma(drain, cutoff - exp(log_oil) + discount, other_use)


@scalar
def fund_step(fund, yearly_burn, cap):
    """Fund after a week, RUB trn, between 0 and `cap`. yearly_burn: see `burn`."""
    return clip(fma(-WEEK, yearly_burn, fund), ZERO, cap)


@scalar
def stress(fund, yearly_burn, months, per_month, refinery_off, supplier):
    """Economic stress of side 1. The model uses its change since week 0.

        sig((months - 12 fund/burn) per_month) + 0.3 refinery_off + 0.2 (1 - supplier)

    Parameters
    ----------
    fund, yearly_burn : size of the fund (RUB trn), and its use (RUB trn a year; at least `burn_floor` counts)
    months : months that the fund lasts (12 fund/burn) at which the first term is one half
    per_month : one over the scale of that term, 1/months
    refinery_off : share of refining capacity out of action
    supplier : support of the supplier, 0 (none) to 1 (full)
    """
    cover = MONTHS * fund / maximum(yearly_burn, BURN_FLOOR)
    return sigmoid((months - cover) * per_month) + REFINERY_STRESS * refinery_off + SUPPLIER_STRESS * (ONE - supplier)
