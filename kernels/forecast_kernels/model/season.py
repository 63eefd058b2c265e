"""The yearly cycle of the advance: a cosine that peaks `peak` weeks after week 0, shifted to be zero at week 0.

Two years of data do not identify the cycle (docs/model.md); its prior is narrow and centred on zero.
"""

from forecast_kernels.numeric.arithmetic import HALF, I32, ONE, TWO, F, fma, sincos
from forecast_kernels.numeric.calendar import WEEK
from forecast_kernels.numeric.jit import scalar

HALF_PI = F(1.5707963267948966)


@scalar
def yearly_cosine(weeks):
    """cos(2 pi weeks / 52), for weeks between -2^20 and 2^20."""
    turns = weeks * WEEK
    turns = turns - F(I32(turns + (HALF if turns >= F(0.0) else -HALF)))
    s, _ = sincos(turns * HALF_PI)
    half = fma(-TWO * s, s, ONE)
    return fma(TWO * half, half, -ONE)


@scalar
def season(t, amplitude, peak, cosine_t0):
    """Change of the log advance by the season in week t, relative to week 0.

    Parameters
    ----------
    t, peak : weeks since week 0, now and at a yearly peak
    amplitude : change of the log advance from the middle of the cycle to its peak
    cosine_t0 : `yearly_cosine(peak)`, the cosine at week 0
    """
    return amplitude * (yearly_cosine(t - peak) - cosine_t0)
