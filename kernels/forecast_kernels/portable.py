"""How a function of the model is marked: inlined into the lane loops, plain Python under NUMBA_DISABLE_JIT=1.

Numba's CUDA target takes the same functions and compiles their Python source for the GPU.
"""

from numba import njit

portable = njit(forceinline=True, error_model="numpy", fastmath=False, no_cfunc_wrapper=True)
# for functions that only compiled code calls: without the shell for Python, which takes a while to compile
member = njit(forceinline=True, error_model="numpy", fastmath=False, no_cpython_wrapper=True, no_cfunc_wrapper=True)
kept = njit(forceinline=True, error_model="numpy", fastmath=False, cache=True)  # for large ones, called from Python
