"""Decorators that compile the functions of the kernels. Under NUMBA_DISABLE_JIT=1 all stay plain Python.

Every function is inlined where it is called, so that the CPU's lane loops (loops over the members of a tile) become one
piece of machine code. Numba's CUDA target compiles the Python source of the same functions for the GPU.
"""

from typing import Any

from numba import njit

NO_C_WRAPPER: dict[str, Any] = {"no_cfunc_wrapper": True}
NO_WRAPPERS: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}

# for a function of numbers, which Python may call too
scalar = njit(forceinline=True, error_model="numpy", fastmath=False, **NO_C_WRAPPER)
# for a step, which only compiled code calls; leaving out the wrapper for Python saves compile time
step = njit(forceinline=True, error_model="numpy", fastmath=False, **NO_WRAPPERS)
# for a large function that Python calls; its machine code is stored on disk
cached = njit(forceinline=True, error_model="numpy", fastmath=False, cache=True)
