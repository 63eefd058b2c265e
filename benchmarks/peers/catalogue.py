"""The peers by name. A package that is missing leaves its peer out, with a reason, and nothing else."""

from collections.abc import Callable
from importlib.util import find_spec

from benchmarks.peers.peer import Peer

NAMES = ("kernel", "rng", "numpy", "jax", "naive", "ema")
PACKAGES = {"jax": "jax", "ema": "ema_workbench"}


def missing(name: str) -> str:
    """Why a peer cannot be measured here; "" if it can."""
    package = PACKAGES.get(name)
    return "" if package is None or find_spec(package) else f"the package {package} is not installed"


def make(name: str) -> list[Peer]:
    """A peer ready to be timed; two for `rng`."""
    from benchmarks.peers import kernel, naive, numpy_arrays

    simple: dict[str, Callable[[], Peer]] = {"kernel": kernel.peer, "numpy": numpy_arrays.peer, "naive": naive.peer}
    if name in simple:
        return [simple[name]()]
    if name == "rng":
        from benchmarks.peers import rng

        return rng.peers(kernel.words())
    if name == "jax":
        from benchmarks.peers import jax_cpu

        return [jax_cpu.peer()]
    from benchmarks.peers import ema

    return [ema.peer()]
