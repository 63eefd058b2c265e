"""Finds the CUDA device, or says why none can be used."""

import warnings
from importlib.metadata import version
from importlib.util import find_spec

SIMULATOR = "CUDA simulator"


class NoDeviceError(Exception):
    """No CUDA device can be used. The message says why, and what to do."""


def simulated() -> bool:
    """Whether NUMBA_ENABLE_CUDASIM replaces the GPU by Numba's simulator, which is slow plain Python."""
    from numba.core import config

    return bool(config.ENABLE_CUDASIM)  # type: ignore[attr-defined]


def device_name() -> str:
    """Name of the GPU with its compute capability and compiler, or SIMULATOR.

    An unfinished run can be continued only on a device of the same name.

    Raises
    ------
    NoDeviceError
        If no CUDA device can be used.
    """
    if simulated():
        return SIMULATOR
    if find_spec("numba_cuda") is None:
        raise NoDeviceError('numba-cuda is not installed: pip install "frontcast[cuda]"')
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            from numba import cuda

            failure = cuda.cuda_error()
            if failure is not None:
                raise NoDeviceError(f"no CUDA GPU can be used: {_one_line(failure)}")
            if not cuda.is_available():
                raise NoDeviceError('CUDA\'s compiler library, NVVM, was not found: pip install "frontcast[cuda]"')
            device = cuda.get_current_device()
        except NoDeviceError:
            raise
        except Exception as problem:  # classes of the driver, which callers cannot handle
            raise NoDeviceError(f"no CUDA GPU can be used: {_one_line(problem)}") from problem
    name = device.name.decode() if isinstance(device.name, bytes) else str(device.name)
    major, minor = device.compute_capability
    return f"{name} (compute capability {major}.{minor}, numba-cuda {version('numba-cuda')})"


def _one_line(problem: object) -> str:
    text = " ".join(str(problem).replace("Error at driver init:", "").split()).strip(" :.")
    return text or type(problem).__name__
