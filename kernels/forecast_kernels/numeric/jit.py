"""How functions of the model are compiled. Under NUMBA_DISABLE_JIT=1 all of them are plain Python.

Every function is inlined where it is called: the CPU's lane loops become one piece of machine code. Numba's CUDA target
takes the same functions and compiles their Python source for the GPU.
"""

from typing import Any

from numba import njit

NO_C_WRAPPER: dict[str, Any] = {"no_cfunc_wrapper": True}
NO_WRAPPERS: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}

# a function of numbers; Python may call it too
scalar = njit(forceinline=True, error_model="numpy", fastmath=False, **NO_C_WRAPPER)
# a step of one member, which only compiled code calls: leaving out the wrapper for Python saves compile time
step = njit(forceinline=True, error_model="numpy", fastmath=False, **NO_WRAPPERS)
# a large function that Python calls: its machine code is stored on disk
cached = njit(forceinline=True, error_model="numpy", fastmath=False, cache=True)
