"""The kernel made ready: its machine code loaded, or made by calling it once on next to nothing."""

from typing import Any

import numpy as np

from forecast_kernels.cpu.buffers import buffers
from forecast_kernels.cpu.simulate import simulate
from forecast_kernels.layout.donors import N_DONOR_PARAMETERS
from forecast_kernels.layout.fitted import N_FITTED
from forecast_kernels.layout.levers import N_DONOR_LEVERS, N_LEVERS
from forecast_kernels.layout.parameters import N_PARAMETERS
from forecast_kernels.layout.sectors import N_SECTOR_COLUMNS


def warm() -> None:
    """Compile the kernel, or load it from the cache folder."""
    load()
    simulate(*_arguments())


def load() -> bool:
    """Load the compiled kernel, if the cache folder has it; whether it is there now.

    Numba itself would first make ready all that it needs to compile, which takes longer than a small run. Compiling
    later in this process, it still does.
    """
    try:
        from numba.core.compiler_lock import global_compiler_lock
        from numba.core.runtime import rtsys  # type: ignore[attr-defined]

        context, types = simulate.targetctx, tuple(simulate.typeof_pyval(value) for value in _arguments())
        if types in simulate.overloads:
            return True
        with global_compiler_lock:
            rtsys.initialize(context)
            found = simulate._cache._load_overload(types, context)  # type: ignore[attr-defined]
            if found is None:
                return False
            context.insert_user_function(found.entry_point, found.fndesc, [found.library])
            simulate.add_overload(found)
    except Exception:  # inner parts of Numba: where they differ, it loads in its own way at the first call
        return False
    return True


def _arguments() -> tuple[Any, ...]:
    return (
        0,
        0,
        0,
        np.ones((N_PARAMETERS, 1), np.float32),
        np.ones((1, N_DONOR_PARAMETERS, 1), np.float32),
        np.ones((N_LEVERS, 1), np.float32),
        np.ones((1, N_DONOR_LEVERS, 1), np.float32),
        np.full((1, N_SECTOR_COLUMNS), 0.5, np.float32),
        np.zeros(N_FITTED, np.float32),
        *buffers(1, 1, 1, 0),
    )
