"""What the machine is, and one core of it for the peers."""

import contextlib
import os
import platform
import subprocess
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = ("frontcast", "numba", "llvmlite", "numpy", "jax", "jaxlib", "ema_workbench", "pyarrow")
SHOWN = ("avx2", "fma", "avx512f", "avx512dq", "neon", "sve")
ROOT = Path(__file__).resolve().parents[1]
ONE_THREAD = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"


@contextlib.contextmanager
def one_core() -> Iterator[None]:
    """Hold this thread, and those that it starts, to one core. JAX must be imported inside: its threads stay there."""
    os.environ["XLA_FLAGS"] = f"{os.environ.get('XLA_FLAGS', '')} {ONE_THREAD}".strip()
    if not hasattr(os, "sched_setaffinity"):  # macOS: CPU time of the whole process is what is left
        yield
        return
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(allowed)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)


def cpu_name() -> str:
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def features() -> str:
    """The vector extensions that the compiler may use, of those that matter here."""
    from llvmlite import binding

    host = binding.get_host_cpu_features()
    return " ".join([binding.get_host_cpu_name(), *(name for name in SHOWN if host.get(name))])


def versions() -> dict[str, str]:
    versions_of = {"python": platform.python_version()}
    for name in PACKAGES:
        with contextlib.suppress(PackageNotFoundError):
            versions_of[name] = version(name)
    return versions_of


def revision() -> str:
    """The commit, with + if files differ from it; "" outside a checkout."""
    words = ["git", "-C", str(ROOT), "describe", "--always", "--exclude=*", "--abbrev=12", "--dirty=+"]
    try:
        return subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""
