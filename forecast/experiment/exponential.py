"""The exponential function with the same bits on every processor.

NumPy has several versions of `np.exp` and takes the one for the instructions of the processor; their last digits
differ. This one consists of additions, multiplications and powers of two, which every processor rounds alike.
"""

import math

import numpy as np
from numpy.typing import NDArray

LOWEST, HIGHEST = -745.0, 709.0
"""Arguments beyond these are cut off: the function is 0, or near the largest number."""

LN2_HIGH = float.fromhex("0x1.62e42fee00000p-1")  # 32 bits, so that its product with a small integer is exact
LN2_LOW = float.fromhex("0x1.a39ef35793c76p-33")
PER_LN2 = 1.4426950408889634
TAYLOR = tuple(1.0 / math.factorial(k) for k in range(13, 1, -1))


def exp(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Exponential of each number, with a relative error below 3e-16. `x`: float64[...]; the result has its shape."""
    bounded = np.clip(x, LOWEST, HIGHEST)
    halvings = np.rint(bounded * PER_LN2)
    rest = (bounded - halvings * LN2_HIGH) - halvings * LN2_LOW
    series = np.full(rest.shape, TAYLOR[0])
    for coefficient in TAYLOR[1:]:
        series = series * rest + coefficient
    return np.asarray(np.ldexp(1.0 + (rest + rest * rest * series), halvings.astype(np.int32)))
