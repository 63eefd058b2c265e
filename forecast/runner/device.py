"""Where members are computed: the processor, or a CUDA GPU."""

from typing import NamedTuple

from forecast.errors import ConfigError

KINDS = ("cpu", "cuda")
SIMULATOR = "CUDA simulator"


class Device(NamedTuple):
    """kind: as asked for, one of KINDS. name: for the record, as the driver gives it."""

    kind: str
    name: str

    @property
    def is_gpu(self) -> bool:
        """Whether members are computed by CUDA threads, of a GPU or of the simulator."""
        return self.kind == "cuda"


CPU = Device("cpu", "cpu")


def find_device(kind: str) -> Device:
    """The device asked for. Raises ConfigError if it cannot be used here, with what to do about it."""
    if kind == CPU.kind:
        return CPU
    from forecast.runner.cache import use_cache_folder

    use_cache_folder()  # the next line imports Numba
    from forecast_kernels.gpu.device import NoDeviceError, device_name

    try:
        return Device(kind, device_name())
    except NoDeviceError as problem:
        raise ConfigError.of(f"--device {kind}", str(problem)) from None
