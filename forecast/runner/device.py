"""Where members are computed: on the processor or on a CUDA GPU."""

from typing import NamedTuple

from forecast.errors import ConfigError

KINDS = ("cpu", "cuda")
SIMULATOR = "CUDA simulator"


class Device(NamedTuple):
    """kind: one of KINDS. name: as the driver gives it, for the manifest."""

    kind: str
    name: str

    @property
    def is_gpu(self) -> bool:
        """Whether CUDA threads compute the members, on a GPU or in the simulator."""
        return self.kind == "cuda"


CPU = Device("cpu", "cpu")


def find_device(kind: str) -> Device:
    """The device of a kind (`KINDS`), ready to use.

    Raises
    ------
    ConfigError
        If there is no such kind, or if it cannot be used here; the message says what to do.
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
