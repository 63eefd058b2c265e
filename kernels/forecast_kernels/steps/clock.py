"""The times of a week that both drivers pass to the steps."""

from forecast_kernels.layout import constants as k
from forecast_kernels.numeric.arithmetic import ONE, F, exp
from forecast_kernels.numeric.calendar import WEEK
from forecast_kernels.numeric.jit import scalar

PER_TREND_YEARS, PER_GROWTH_YEARS = F(-1.0 / k.TREND_YEARS), F(-1.0 / k.FIRES_GROWTH_YEARS)


@scalar
def times(step):
    """Computes the times of the step that leads from week `step` to week `step` + 1.

    Returns
    -------
    t : float32
        Weeks since week 0 when the step begins.
    week : float32
        Number of the week at the end of the step.
    years : float32
        t in years.
    fade2, fade3 : float32
        Share of a fading change that has happened so far, 0 to 1: 1 - exp(-years/trend_years) and
        1 - exp(-years/fires_growth_years). The names give the constants' values, 2 and 3 years.
    """
    t = F(step)
    years = t * WEEK
    return t, F(step + 1), years, ONE - exp(PER_TREND_YEARS * years), ONE - exp(PER_GROWTH_YEARS * years)
