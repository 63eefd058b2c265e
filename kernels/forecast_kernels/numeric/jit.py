"""How a function of the model is marked: inlined into the lane loops, plain Python under NUMBA_DISABLE_JIT=1.

Numba's CUDA target takes the same functions and compiles their Python source for the GPU.
"""

from typing import Any

from numba import njit

NO_C_SHELL: dict[str, Any] = {"no_cfunc_wrapper": True}
NO_SHELL: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}

portable = njit(forceinline=True, error_model="numpy", fastmath=False, **NO_C_SHELL)
# for functions that only compiled code calls: without the shell for Python, which takes a while to compile
member = njit(forceinline=True, error_model="numpy", fastmath=False, **NO_SHELL)
kept = njit(forceinline=True, error_model="numpy", fastmath=False, cache=True)  # for large ones, called from Python
