"""Where compiled kernels are kept: one folder per state of the kernel sources, Numba and processor.

Numba notices an edit in the file that holds a compiled function, but not one in a file that it calls: the old machine
code would be used silently. So the folder's name is a digest of all of it. The name must be in NUMBA_CACHE_DIR before
Numba is first imported.
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

KEPT = 4
UNTOUCHED_S = 3600.0
VARIABLE = "NUMBA_CACHE_DIR"


class CacheFolder(NamedTuple):
    """The folder in use, and why it is not the usual one ("" if it is)."""

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
    """SHA-256 (hex) of every .py file of the kernels, names included."""
    root = folder or kernel_sources()
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.py")):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(root).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def processor() -> str:
    """Name and features of the processor as the compiler sees it, with Numba's own overrides."""
    from llvmlite import binding

    name = os.environ.get("NUMBA_CPU_NAME") or binding.get_host_cpu_name()
    features = os.environ.get("NUMBA_CPU_FEATURES")
    return f"{platform.machine()} {name} {binding.get_host_cpu_features().flatten() if features is None else features}"


def cache_key() -> str:
    """24 hex digits that change with the kernel sources, Numba, llvmlite, Python or the processor."""
    parts = (
        source_digest(),
        version("numba"),
        version("llvmlite"),
        f"{sys.implementation.name}-{sys.version_info[0]}.{sys.version_info[1]}",
        processor(),
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]


def cache_home() -> Path:
    """$XDG_CACHE_HOME/frontcast/kernels, else ~/.cache/frontcast/kernels."""
    home = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(home) if os.path.isabs(home) else Path.home() / ".cache") / "frontcast" / "kernels"


def use_cache_folder(home: Path | None = None) -> CacheFolder:
    """Point Numba at the folder for this machine and these sources; call it before the kernels are imported.

    If the home (default: `cache_home()`) cannot be written, a temporary folder takes its place until the process ends,
    and the note says so.
    """
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
    """One folder a process, however often it runs; removed at its end."""
    folder = Path(tempfile.mkdtemp(prefix="frontcast-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def base_name(home: Path | None) -> str:
    """The home as text for a message, also if the user has none."""
    try:
        return str(home or cache_home())
    except RuntimeError:
        return "no home directory"


def prune(base: Path, current: Path) -> list[Path]:
    """Remove all but the newest KEPT folders of `base`, except `current` and those used within the last hour."""
    others = [path for path in base.iterdir() if path.is_dir() and path != current]
    others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    now = time.time()
    removed = [path for path in others[KEPT - 1 :] if now - path.stat().st_mtime > UNTOUCHED_S]
    for path in removed:
        shutil.rmtree(path, ignore_errors=True)
    return removed
