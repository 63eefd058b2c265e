"""First-order delays, exact over a week in which the inflow is even.

A stock empties at a rate r a week and takes up an inflow f: ds/dt = f - r s. Over one week

    out = (1 - a) s + (1 - (1 - a)/r) f,   s' = a s + ((1 - a)/r) f,   a = exp(-r)

for any rate, also above 1. At rest s = f/r, and the mean delay is exactly 1/r weeks. A value x that follows a target at
rate r moves by the share 1 - a of its distance.
"""

from forecast_kernels.numeric.arithmetic import ONE, ZERO, F, clip, exp, fma, maximum
from forecast_kernels.numeric.jit import scalar

SERIES_BELOW = F(0.125)  # below it 1 - exp(-r) would lose digits, and a series of five terms has them all
MIN_RATE = F(1e-20)
HALF, THIRD, QUARTER, FIFTH = F(1.0 / 2.0), F(1.0 / 3.0), F(1.0 / 4.0), F(1.0 / 5.0)


@scalar
def moved(rate):
    """Share of a stock that leaves in a week, or of a distance that is covered: 1 - exp(-rate). rate: 1/week."""
    series = rate * fma(-HALF * rate, fma(-THIRD * rate, fma(-QUARTER * rate, fma(-FIFTH, rate, ONE), ONE), ONE), ONE)
    large = ONE - exp(-rate)
    return series if rate < SERIES_BELOW else large


@scalar
def through(rate):
    """Share of an even inflow that leaves again in the same week: 1 - (1 - exp(-rate))/rate. rate: 1/week."""
    series = HALF * rate * fma(-THIRD * rate, fma(-QUARTER * rate, fma(-FIFTH, rate, ONE), ONE), ONE)
    large = ONE - moved(rate) / maximum(rate, MIN_RATE)
    return clip(series if rate < SERIES_BELOW else large, ZERO, ONE)


@scalar
def out(stock, inflow, share, passing):
    """What leaves in a week.

    Parameters
    ----------
    stock, inflow : stock before the week, and what flows in evenly over it
    share, passing : see `moved` and `through`
    """
    return fma(share, stock, passing * inflow)


@scalar
def left(stock, inflow, share, passing):
    """Stock after a week, never negative.

    Parameters
    ----------
    stock, inflow : stock before the week, and what flows in evenly over it
    share, passing : see `moved` and `through`
    """
    return fma(ONE - share, stock, (ONE - passing) * inflow)
