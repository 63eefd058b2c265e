"""Chooses the folder for compiled kernels: one per version of the kernel sources, of Numba and of the processor.

Numba recompiles a function when its own file changes, but not when a file changes whose functions it calls. It would
then use old machine code. So the folder's name is a digest of all sources and versions. NUMBA_CACHE_DIR must be set
before Numba is first imported.
"""

import hashlib
import os
import platform
import shutil
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from contextlib import suppress
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from forecast.errors import ForecastWarning
from forecast.runner.vector_width import use_wide_registers

KEPT = 4
UNTOUCHED_S = 3600.0
VARIABLE = "NUMBA_CACHE_DIR"
FORM = "checked"
"""How the files are written (`forecast.compat.checked_cache`)."""


class CacheFolder(NamedTuple):
    """The folder in use.

    note: what is wrong with it; "" if nothing is. compiled: whether it holds compiled kernels that can be used.
    """

    path: Path
    note: str
    compiled: bool


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
        FORM,
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]


def cache_home() -> Path:
    """The folder for all caches: $XDG_CACHE_HOME/frontcast/kernels, or ~/.cache/frontcast/kernels.

    Raises RuntimeError if the user has no home directory.
    """
    chosen = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(chosen) and not os.path.isabs(os.environ.get("HOME", "/")):
        raise RuntimeError("no home directory")
    home = Path(chosen) if os.path.isabs(chosen) else Path.home() / ".cache"
    return home / "frontcast" / "kernels"


def use_cache_folder(home: Path | None = None, report: Callable[[str], object] | None = None) -> CacheFolder:
    """Make Numba use the cache folder for this machine and these sources. Call it before the kernels are imported.

    Whatever is wrong with the folder, kernels are only compiled again: damaged files are removed, and a folder that
    cannot be written is read only.

    Parameters
    ----------
    home : Path, optional
        Folder for the cache folders of all versions. Default: `cache_home()`.
    report : callable
        Gets a line of text when kernels that were compiled later cannot be kept. Default: a ForecastWarning.
    """
    from forecast.compat.checked_cache import keep_checked

    use_wide_registers()
    key = cache_key()
    try:
        base = home or cache_home()
    except RuntimeError:  # no home directory
        base = Path(os.devnull)  # nothing can be read or written below it
    folder = base / key
    problem = _prepare(folder)
    usable, damaged = _examine(folder)
    notes = []
    if damaged:
        notes.append(f"{damaged} damaged files of compiled kernels are not used ({folder})")
    if problem and (damaged or not usable):
        notes.append(f"compiled kernels are not kept: {problem} ({base})")
    os.environ[VARIABLE] = str(folder)
    if "numba" in sys.modules:
        from numba.core import config

        config.CACHE_DIR = str(folder)  # type: ignore[attr-defined]
    tell = report or _warn
    keep_checked(str(folder), lambda reason: None if problem else tell(f"compiled kernels are not kept: {reason}"))
    return CacheFolder(folder, "; ".join(notes), usable > 0 and not damaged)


def _warn(text: str) -> None:
    warnings.warn(text, ForecastWarning, stacklevel=2)


def _prepare(folder: Path) -> str:
    """Make the folder and remove old ones beside it. Return why nothing can be written; "" if it can."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as problem:
        return "no home directory" if os.devnull in map(str, folder.parents) else problem.strerror or str(problem)
    with suppress(OSError):
        os.utime(folder)
    prune(folder.parent, folder)
    return ""


def _examine(folder: Path) -> tuple[int, int]:
    """Count the files of Numba that can be used and those that cannot, and remove the latter if possible."""
    from forecast.compat.checked_cache import ENDINGS, is_whole

    usable = damaged = 0
    for place, _, names in os.walk(folder):
        for path in (os.path.join(place, name) for name in names):
            if not path.endswith(ENDINGS):
                with suppress(OSError):  # what a process that was killed while it wrote has left
                    if ".tmp." in os.path.basename(path) and time.time() - os.path.getmtime(path) > UNTOUCHED_S:
                        os.unlink(path)
            elif is_whole(path):
                usable += 1
            elif os.path.lexists(path):
                damaged += 1
                with suppress(OSError):
                    os.unlink(path)
    return usable, damaged


def prune(base: Path, current: Path) -> list[Path]:
    """Remove old cache folders in `base`, and return them.

    The KEPT most recent folders stay, among them `current`, and so does every folder used within the last hour.
    """
    ages: list[tuple[float, Path]] = []
    now = time.time()
    with suppress(OSError):
        for path in base.iterdir():
            with suppress(OSError):  # removed by another process
                if path != current and path.is_dir():
                    ages.append((now - path.stat().st_mtime, path))
    removed = [path for age, path in sorted(ages)[KEPT - 1 :] if age > UNTOUCHED_S]
    for path in removed:
        shutil.rmtree(path, ignore_errors=True)
    return removed
