"""Identifies the program that wrote a run: a digest of the code, versions of libraries, Git commit and hardware."""

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
ROOMS = ("compat", "experiment", "store", "runner/fitting")
"""Folders of the package that decide, with the kernels, the stored numbers and bytes."""


def versions(*extra: str) -> dict[str, str]:
    """Versions of Frontcast, Python, the libraries that results depend on, and `extra` libraries."""
    installed = {"python": platform.python_version()}
    for name in ("frontcast", *LIBRARIES, *extra):
        try:
            installed[name] = version(name)
        except PackageNotFoundError:
            continue
    return installed


@cache
def code_hash() -> str:
    """SHA-256 (hex) of the code and library versions that decide the stored bytes.

    A run is continued only by a program with the same hash, because other code might write different parts.
    """
    home = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256(source_digest().encode())
    for room in ROOMS:
        digest.update(source_digest(home / room).encode())
    installed = versions()
    digest.update(repr([(name, installed.get(name)) for name in LIBRARIES]).encode())
    return digest.hexdigest()


def git_commit() -> str | None:
    """Commit of the checkout that holds this package, read from its files; None outside a checkout.

    Uncommitted changes do not change it, but they change `code_hash`.
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
    match = re.match(r"[0-9a-f]{40,64}\b", text)
    return match[0] if match else None


def lock_sha256() -> str | None:
    """SHA-256 (hex) of the checkout's file of locked dependencies, `requirements/dev.txt`; None if it is missing."""
    lock = Path(__file__).resolve().parents[2] / "requirements" / "dev.txt"
    return hashlib.sha256(lock.read_bytes()).hexdigest() if lock.is_file() else None


def hardware() -> dict[str, str]:
    """The machine: operating system, machine type, number of processors."""
    return {
        "system": f"{platform.system()} {platform.release()}",
        "machine": platform.machine(),
        "processors": str(os.cpu_count() or 0),
    }
