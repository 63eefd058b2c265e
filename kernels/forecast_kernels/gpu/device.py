"""Which device there is, and why there is none."""

import warnings
from importlib.metadata import version
from importlib.util import find_spec

SIMULATOR = "CUDA simulator"


class NoDeviceError(Exception):
    """No CUDA device can be used; `str()` says why, and what to do."""


def simulated() -> bool:
    """Whether NUMBA_ENABLE_CUDASIM puts Numba's simulator, slow plain Python, in the place of a GPU."""
    from numba.core import config

    return bool(config.ENABLE_CUDASIM)  # type: ignore[attr-defined]


def device_name() -> str:
    """The GPU that is used, with its compute capability and compiler, or SIMULATOR. Raises NoDeviceError.

    A run is continued on a device of the same name only.
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
        except Exception as problem:  # the driver's own classes; none of them is of use to the caller
            raise NoDeviceError(f"no CUDA GPU can be used: {_one_line(problem)}") from problem
    name = device.name.decode() if isinstance(device.name, bytes) else str(device.name)
    major, minor = device.compute_capability
    return f"{name} (compute capability {major}.{minor}, numba-cuda {version('numba-cuda')})"


def _one_line(problem: object) -> str:
    text = " ".join(str(problem).replace("Error at driver init:", "").split()).strip(" :.")
    return text or type(problem).__name__
