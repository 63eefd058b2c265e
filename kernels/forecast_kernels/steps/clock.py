"""The time of a week, as both drivers hand it to the steps."""

from forecast_kernels.layout import constants as k
from forecast_kernels.numeric.arithmetic import ONE, F, exp
from forecast_kernels.numeric.calendar import WEEK
from forecast_kernels.numeric.jit import scalar

PER_TREND_YEARS, PER_GROWTH_YEARS = F(-1.0 / k.TREND_YEARS), F(-1.0 / k.FIRES_GROWTH_YEARS)


@scalar
def times(step):
    """Times of the step that leads from week `step` to week `step` + 1.

    Returns
    -------
    t : float32
        Weeks since week 0 when the step begins.
    week : float32
        Number of the week that the step ends in.
    years : float32
        t in years.
    fade2, fade3 : float32
        How much of a change that fades has come: 1 - exp(-years/trend_years), 1 - exp(-years/fires_growth_years).
    """
    t = F(step)
    years = t * WEEK
    return t, F(step + 1), years, ONE - exp(PER_TREND_YEARS * years), ONE - exp(PER_GROWTH_YEARS * years)
