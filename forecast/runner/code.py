"""Which program made a run: a digest of the code that its numbers and bytes depend on, and the versions in use."""

import hashlib
import os
import platform
import re
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from forecast.runner.cache import source_digest

LIBRARIES = ("numba", "llvmlite", "numpy", "scipy", "pyarrow", "h5py", "h5netcdf", "pandas", "xarray")
GPU_LIBRARIES = ("numba-cuda",)
ROOMS = ("experiment", "store", "run/fitting")


def versions(*more: str) -> dict[str, str]:
    """Versions of Frontcast, Python, the libraries that results depend on, and `more` libraries."""
    found = {"python": platform.python_version()}
    for name in ("frontcast", *LIBRARIES, *more):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


@cache
def code_hash() -> str:
    """64 hex digits. A run begun by other code or with other libraries is not continued: its parts might differ."""
    home = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256(source_digest().encode())
    for room in ROOMS:
        digest.update(source_digest(home / room).encode())
    found = versions()
    digest.update(repr([(name, found.get(name)) for name in LIBRARIES]).encode())
    return digest.hexdigest()


def git_commit() -> str | None:
    """Commit of the checkout that this package lies in; None outside a checkout. Read from its files: no program runs.

    Changes that were not committed do not show here; they do in `code_hash`.
    """
    folder = Path(__file__).resolve().parents[2] / ".git"
    try:
        if folder.is_file():  # a linked work tree
            folder = folder.parent / folder.read_text().removeprefix("gitdir:").strip()
        head = (folder / "HEAD").read_text().strip()
        if not head.startswith("ref:"):
            return _commit(head)
        name = head.removeprefix("ref:").strip()
        shared = folder / "commondir"
        home = folder / shared.read_text().strip() if shared.is_file() else folder
        if (home / name).is_file():
            return _commit((home / name).read_text())
        packed = (home / "packed-refs").read_text().splitlines()
        return next((_commit(line) for line in packed if line.endswith(f" {name}")), None)
    except (OSError, UnicodeDecodeError):
        return None


def _commit(text: str) -> str | None:
    found = re.match(r"[0-9a-f]{40,64}\b", text)
    return found[0] if found else None


def lock_sha256() -> str | None:
    """Digest of the dependency lock of the checkout; None if there is none."""
    lock = Path(__file__).resolve().parents[2] / "requirements" / "dev.txt"
    return hashlib.sha256(lock.read_bytes()).hexdigest() if lock.is_file() else None


def hardware() -> dict[str, str]:
    """The machine in words: system, machine type, processors."""
    return {
        "system": f"{platform.system()} {platform.release()}",
        "machine": platform.machine(),
        "processors": str(os.cpu_count() or 0),
    }
