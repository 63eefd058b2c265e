"""Simulates members on a GPU: copies arrays to it, runs one kernel, copies results back."""

import threading
import warnings

import numpy as np
from numba import cuda

from forecast_kernels.gpu.device import simulated
from forecast_kernels.gpu.strict import strict
from forecast_kernels.gpu.thread import kernel_for

THREADS = 128  # threads of a block; the registers of a multiprocessor suffice for four blocks
_one_at_a_time = threading.Lock()  # the simulator runs only one kernel; on a GPU the lock limits the memory in use


def simulate(
    seed, member0, horizon, params, donors, levers, donor_levers, sectors, fitted, out, donor_out, hist, regimes
):
    """Takes the arguments of `forecast_kernels.cpu.simulate.simulate` without the trace, and fills the same arrays."""
    results_on_host = (out, donor_out, hist, regimes)
    blocks = -(-params.shape[1] // THREADS)
    with _one_at_a_time, warnings.catch_warnings(), strict():
        warnings.simplefilter("ignore")  # the compiler's advice on small grids
        inputs, tables, results = (
            _to_device(params, donors, levers, donor_levers),
            _to_device(sectors, fitted),
            _to_device(*results_on_host),
        )
        kernel = kernel_for(donors.shape[0], sectors.shape[0])
        kernel[blocks, THREADS](np.uint64(seed), np.uint64(member0), np.int64(horizon), inputs, tables, results)
        for on_device, on_host in zip(results, results_on_host, strict=True):
            if on_device is not on_host:
                on_device.copy_to_host(on_host)


def _to_device(*arrays):
    """Copies arrays to the device. The simulator works on the caller's arrays."""
    return arrays if simulated() else tuple(cuda.to_device(np.ascontiguousarray(a)) for a in arrays)
