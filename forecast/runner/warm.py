"""Prepares the kernel: loads its machine code, or compiles it by simulating one member for zero weeks."""

from typing import Any

import numpy as np

from forecast.runner.stop import nothing_to_finish
from forecast_kernels.cpu.buffers import buffers
from forecast_kernels.cpu.simulate import simulate
from forecast_kernels.layout.donors import N_DONOR_PARAMETERS
from forecast_kernels.layout.fitted import N_FITTED
from forecast_kernels.layout.levers import N_DONOR_LEVERS, N_LEVERS
from forecast_kernels.layout.parameters import N_PARAMETERS
from forecast_kernels.layout.sectors import N_SECTOR_COLUMNS


def warm() -> None:
    """Compile the kernel, or load it from the cache folder."""
    load_compiled()
    simulate(*_arguments())


def load_compiled() -> bool:
    """Load the compiled kernel from the cache folder, or compile it. False if the folder did not have it.

    A signal ends the process at once while the kernel is compiled.
    """
    from forecast.compat.numba_cache import load_cached

    if load_cached(simulate, _arguments()):
        return True
    with nothing_to_finish():
        simulate(*_arguments())
    return False


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
