"""Finds the device that computes the members: the CPU or a CUDA GPU."""

from typing import NamedTuple

from forecast.errors import ConfigError

KINDS = ("cpu", "cuda")
SIMULATOR = "CUDA simulator"


class Device(NamedTuple):
    """A device. kind: one of KINDS. name: `cpu`, or the name that the GPU's driver reports; stored in the manifest."""

    kind: str
    name: str

    @property
    def is_gpu(self) -> bool:
        """Whether CUDA threads compute the members, on a GPU or in the simulator."""
        return self.kind == "cuda"


CPU = Device("cpu", "cpu")


def find_device(kind: str) -> Device:
    """Return the device of a kind (one of `KINDS`) after checking that it can be used.

    Raises
    ------
    ConfigError
        If the kind is unknown or this machine has no such device. The message says what to do.
    """
    if kind not in KINDS:
        raise ConfigError.of(f"--device {kind}", f"unknown device; there are {', '.join(KINDS)}")
    if kind == CPU.kind:
        return CPU
    from forecast.runner.cache import use_cache_folder

    use_cache_folder()  # the next line imports Numba
    from forecast_kernels.gpu.device import NoDeviceError, device_name

    try:
        return Device(kind, device_name())
    except NoDeviceError as problem:
        raise ConfigError.of(f"--device {kind}", str(problem)) from None
