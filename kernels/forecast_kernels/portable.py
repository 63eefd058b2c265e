"""How a scalar function of the model is marked: inlined into the lane loops, plain Python under NUMBA_DISABLE_JIT=1."""

from numba import njit

portable = njit(forceinline=True, error_model="numpy", fastmath=False)
