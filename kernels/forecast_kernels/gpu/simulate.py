"""The CPU driver's call on a GPU: copies arrays to it, runs one kernel, copies results back."""

import threading
import warnings

import numpy as np
from numba import cuda

from forecast_kernels.gpu.device import simulated
from forecast_kernels.gpu.strict import strict
from forecast_kernels.gpu.thread import kernel_for

THREADS = 128  # a block; four of them fit a multiprocessor at the registers that the kernel needs
_one_at_a_time = threading.Lock()  # the simulator takes one kernel; on a GPU it bounds the memory in use


def simulate(
    seed, member0, horizon, params, donors, levers, donor_levers, sectors, fitted, out, donor_out, hist, regimes
):
    """Arguments, and what is filled, as in `forecast_kernels.cpu.simulate.simulate`, without the trace."""
    filled = (out, donor_out, hist, regimes)
    blocks = -(-params.shape[1] // THREADS)
    with _one_at_a_time, warnings.catch_warnings(), strict():
        warnings.simplefilter("ignore")  # the compiler's advice on small grids
        inputs, tables, results = (
            _to_device(params, donors, levers, donor_levers),
            _to_device(sectors, fitted),
            _to_device(*filled),
        )
        kernel = kernel_for(donors.shape[0], sectors.shape[0])
        kernel[blocks, THREADS](np.uint64(seed), np.uint64(member0), np.int64(horizon), inputs, tables, results)
        for on_device, on_host in zip(results, filled, strict=True):
            if on_device is not on_host:
                on_device.copy_to_host(on_host)


def _to_device(*arrays):
    """The arrays on the device; the simulator works on the caller's arrays."""
    return arrays if simulated() else tuple(cuda.to_device(np.ascontiguousarray(a)) for a in arrays)
