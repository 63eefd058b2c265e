"""Chooses the folder for compiled kernels: one per version of the kernel sources, of Numba and of the processor.

Numba recompiles a function when its own file changes, but not when a file changes whose functions it calls. It would
then use old machine code. So the folder's name is a digest of all sources and versions. NUMBA_CACHE_DIR must be set
before Numba is first imported.
"""

import atexit
import hashlib
import os
import platform
import shutil
import sys
import tempfile
import time
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from forecast.runner.vector_width import use_wide_registers

KEPT = 4
UNTOUCHED_S = 3600.0
VARIABLE = "NUMBA_CACHE_DIR"


class CacheFolder(NamedTuple):
    """The folder in use. note: why it is not the usual folder; "" if it is."""

    path: Path
    note: str

    @property
    def compiled(self) -> bool:
        """Whether it holds compiled kernels."""
        return any(self.path.rglob("*.nbi"))


def kernel_sources() -> Path:
    """The folder of the package `forecast_kernels`, found without importing it."""
    spec = find_spec("forecast_kernels")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(
            "the package forecast_kernels is not installed: pip install -e . in the source folder"
        )
    return Path(next(iter(spec.submodule_search_locations)))


def source_digest(folder: Path | None = None) -> str:
    """SHA-256 (hex) of the names and contents of all .py files below `folder` (default: the kernels)."""
    root = folder or kernel_sources()
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.py")):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(root).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def processor() -> str:
    """Name and features of the processor for which Numba compiles."""
    from llvmlite import binding

    name = os.environ.get("NUMBA_CPU_NAME") or binding.get_host_cpu_name()
    features = os.environ.get("NUMBA_CPU_FEATURES")
    return f"{platform.machine()} {name} {binding.get_host_cpu_features().flatten() if features is None else features}"


def cache_key() -> str:
    """24 hex digits that change with the kernel sources, the processor, or the version of Numba, llvmlite or Python."""
    parts = (
        source_digest(),
        version("numba"),
        version("llvmlite"),
        f"{sys.implementation.name}-{sys.version_info[0]}.{sys.version_info[1]}",
        processor(),
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]


def cache_home() -> Path:
    """The folder for all caches: $XDG_CACHE_HOME/frontcast/kernels, or ~/.cache/frontcast/kernels."""
    home = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(home) if os.path.isabs(home) else Path.home() / ".cache") / "frontcast" / "kernels"


def use_cache_folder(home: Path | None = None) -> CacheFolder:
    """Make Numba use the cache folder for this machine and these sources. Call it before the kernels are imported.

    If `home` (default: `cache_home()`) cannot be written, a temporary folder is used until the process ends, and the
    note of the result says so.
    """
    use_wide_registers()
    key = cache_key()
    note = ""
    try:
        base = home or cache_home()
        folder = base / key
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
        os.utime(folder)
        prune(base, folder)
    except (OSError, RuntimeError) as error:  # RuntimeError: no home directory
        folder = _temporary_folder(os.getpid(), key)
        note = f"compiled kernels are not kept: {getattr(error, 'strerror', None) or error} ({base_name(home)})"
    os.environ[VARIABLE] = str(folder)
    if "numba" in sys.modules:
        from numba.core import config

        config.CACHE_DIR = str(folder)  # type: ignore[attr-defined]
    return CacheFolder(folder, note)


@cache
def _temporary_folder(_process: int, _key: str) -> Path:
    """Make one folder per process and key, and remove it when the process ends."""
    folder = Path(tempfile.mkdtemp(prefix="frontcast-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def base_name(home: Path | None) -> str:
    """The path of `home` (default: `cache_home()`) for a message, also if the user has no home directory."""
    try:
        return str(home or cache_home())
    except RuntimeError:
        return "no home directory"


def prune(base: Path, current: Path) -> list[Path]:
    """Remove old cache folders in `base`, and return them.

    The KEPT most recent folders stay, among them `current`, and so does every folder used within the last hour.
    """
    others = [path for path in base.iterdir() if path.is_dir() and path != current]
    others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    now = time.time()
    removed = [path for path in others[KEPT - 1 :] if now - path.stat().st_mtime > UNTOUCHED_S]
    for path in removed:
        shutil.rmtree(path, ignore_errors=True)
    return removed
