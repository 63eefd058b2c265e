"""Measures what the machine offers a run: processors, memory and disk space."""

import ctypes
import gc
import os
import shutil
import sys
from pathlib import Path

from forecast.errors import RunError


def default_threads() -> int:
    """Number of processors that this process may use. An affinity mask or a container may allow fewer than exist."""
    try:
        return max(1, len(os.sched_getaffinity(0)))
    except AttributeError:  # not on macOS
        return max(1, os.cpu_count() or 1)


def release_memory() -> None:
    """Return unused memory to the system. pyarrow and malloc (with glibc) otherwise keep it for the next phase."""
    arrow = sys.modules.get("pyarrow")
    gc.collect()
    if arrow is not None:
        arrow.default_memory_pool().release_unused()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def free_bytes(path: Path) -> int:
    """Free bytes on the disk of `path`, which need not exist yet.

    Raises
    ------
    RunError
        If no folder above it can be read.
    """
    path = path.absolute()
    for folder in (path, *path.parents):
        try:
            return shutil.disk_usage(folder).free
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as problem:
            raise RunError.of(str(path), f"cannot look at the disk: {problem.strerror}; choose another --out") from None
    raise RunError.of(str(path), "no folder above it exists; choose another --out")


def used_bytes(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def check_space(path: Path, need: int) -> None:
    """Check that `need` bytes are free on the disk of `path`.

    Raises
    ------
    RunError
        If fewer bytes are free.
    """
    free = free_bytes(path)
    if free < need:
        raise RunError.of(
            str(path),
            f"{size(need)} of disk are needed and {size(free)} are free; "
            "make room, ask for fewer --members or choose another --out",
        )


def size(count: float) -> str:
    """Format a number of bytes with a decimal unit, such as `1.2 GB`."""
    for unit in ("B", "kB", "MB", "GB"):
        if count < 1000:
            return f"{count:.0f} {unit}" if count >= 10 or unit == "B" else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.1f} TB"
