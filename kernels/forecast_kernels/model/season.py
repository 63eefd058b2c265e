"""The yearly cycle of the advance: a cosine with its peak `peak` weeks after week 0, zero at week 0.

The cycle is not identified by two years of data (docs/model.md); its prior is narrow and centred on zero.
"""

from forecast_kernels.numeric.arithmetic import HALF, I32, ONE, TWO, F, fma, sincos
from forecast_kernels.numeric.calendar import WEEK
from forecast_kernels.numeric.jit import scalar

HALF_PI = F(1.5707963267948966)


@scalar
def yearly_cosine(weeks):
    """cos(2 pi weeks / 52), |weeks| below 2^20."""
    turns = weeks * WEEK
    turns = turns - F(I32(turns + (HALF if turns >= F(0.0) else -HALF)))
    s, _ = sincos(turns * HALF_PI)
    half = fma(-TWO * s, s, ONE)
    return fma(TWO * half, half, -ONE)


@scalar
def season(t, amplitude, peak, cosine_t0):
    """Shift of the log advance in week t, zero at week 0; cosine_t0: the yearly cosine there."""
    return amplitude * (yearly_cosine(t - peak) - cosine_t0)
