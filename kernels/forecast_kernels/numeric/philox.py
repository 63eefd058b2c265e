"""Philox4x32-10, a counter-based generator (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3").

Every 32-bit word is held in the low half of a uint64, so that a vectorised loop need not widen it. The tests compare it
with known answers of the Random123 distribution.
"""

import numpy as np

from forecast_kernels.numeric.jit import scalar

M0 = np.uint64(0xD2511F53)
M1 = np.uint64(0xCD9E8D57)
W0 = np.uint64(0x9E3779B9)
W1 = np.uint64(0xBB67AE85)
LOW = np.uint64(0xFFFFFFFF)
S32 = np.uint64(32)
ROUNDS = 10


@scalar
def philox4x32(c0, c1, c2, c3, k0, k1):
    """Computes four random words from four counter words and two key words. All are uint64 that hold 32 bits."""
    for _ in range(ROUNDS):
        p0 = M0 * (c0 & LOW)
        p1 = M1 * (c2 & LOW)
        c0 = (p1 >> S32) ^ c1 ^ k0
        c2 = (p0 >> S32) ^ c3 ^ k1
        c1 = p1
        c3 = p0
        k0 = (k0 + W0) & LOW
        k1 = (k1 + W1) & LOW
    return c0 & LOW, c1 & LOW, c2 & LOW, c3 & LOW


def philox_arrays(c0, c1, c2, c3, k0, k1):
    """Applies `philox4x32` to NumPy uint64 arrays or scalars, without compilation."""
    return getattr(philox4x32, "py_func", philox4x32)(c0, c1, c2, c3, k0, k1)
