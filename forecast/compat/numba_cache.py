"""Loads a compiled function from Numba's cache folder without preparing the compiler.

At the first call of a function, Numba first prepares everything that it needs to compile (type inference, lowering of
NumPy), even if the machine code is in the cache. That takes longer than a small run.

Gain, measured on `forecast run configs/smoke.yaml --members 64` with compiled kernels: CPU time without this module
divided by CPU time with it is 1.16 (median of 7 pairs on 2 processors).
"""

from collections.abc import Sequence
from typing import Any


def load_cached(function: Any, arguments: Sequence[Any]) -> bool:
    """Load the machine code of a jitted function for the types of `arguments`. True if it is loaded.

    Compiling later in this process still works. If this version of Numba is built differently, nothing is loaded, and
    Numba loads the function in its own way at the first call.
    """
    try:
        from numba.core.compiler_lock import global_compiler_lock
        from numba.core.runtime import rtsys  # type: ignore[attr-defined]

        context, types = function.targetctx, tuple(function.typeof_pyval(value) for value in arguments)
        with global_compiler_lock:
            if types in function.overloads:
                return True
            rtsys.initialize(context)
            compiled = function._cache._load_overload(types, context)
            if compiled is None:
                return False
            context.insert_user_function(compiled.entry_point, compiled.fndesc, [compiled.library])
            function.add_overload(compiled)
    except Exception:  # undocumented parts of Numba, which may change with its version
        return False
    return True
