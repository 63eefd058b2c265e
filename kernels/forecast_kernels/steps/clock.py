"""The time of a week, as both drivers hand it to the steps."""

from forecast_kernels.numeric.arithmetic import ONE, F, exp
from forecast_kernels.numeric.calendar import WEEK
from forecast_kernels.numeric.jit import scalar


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
        1 - exp(-years/2) and 1 - exp(-years/3): how much of a change that fades has come.
    """
    t = F(step)
    years = t * WEEK
    return t, F(step + 1), years, ONE - exp(F(-0.5) * years), ONE - exp(F(-1.0 / 3.0) * years)
