"""Room on the disk, looked at before a run begins."""

import shutil
from pathlib import Path

from forecast.errors import RunError


def free_bytes(place: Path) -> int:
    """Free bytes where `place` is or would be made. Raises RunError if no folder above it can be read."""
    place = place.absolute()
    for folder in (place, *place.parents):
        try:
            return shutil.disk_usage(folder).free
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as problem:
            raise RunError.of(
                str(place), f"cannot look at the disk: {problem.strerror}; choose another --out"
            ) from None
    raise RunError.of(str(place), "no folder above it exists; choose another --out")


def used_bytes(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def check_space(place: Path, need: int) -> None:
    """Raises RunError if fewer than `need` bytes are free."""
    free = free_bytes(place)
    if free < need:
        raise RunError.of(
            str(place),
            f"{size(need)} of disk are needed and {size(free)} are free; "
            "make room, ask for fewer --members or choose another --out",
        )


def size(count: float) -> str:
    """Bytes in words, decimal: 1.2 GB."""
    for unit in ("B", "kB", "MB", "GB"):
        if count < 1000:
            return f"{count:.0f} {unit}" if count >= 10 or unit == "B" else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.1f} TB"
