"""Which program wrote a run: a digest of the code that its numbers and bytes depend on, and the versions in use."""

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
"""Folders of the package, beside the kernels, that stored numbers and bytes depend on."""


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
    """64 hex digits. A run that other code or libraries began is not continued: its parts might differ."""
    home = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256(source_digest().encode())
    for room in ROOMS:
        digest.update(source_digest(home / room).encode())
    installed = versions()
    digest.update(repr([(name, installed.get(name)) for name in LIBRARIES]).encode())
    return digest.hexdigest()


def git_commit() -> str | None:
    """Commit of the checkout that holds this package, read from its files; None outside a checkout.

    It does not show changes that were not committed; `code_hash` does.
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
    """Digest of the dependency lock of the checkout; None if there is none."""
    lock = Path(__file__).resolve().parents[2] / "requirements" / "dev.txt"
    return hashlib.sha256(lock.read_bytes()).hexdigest() if lock.is_file() else None


def hardware() -> dict[str, str]:
    """The machine: operating system, machine type, number of processors."""
    return {
        "system": f"{platform.system()} {platform.release()}",
        "machine": platform.machine(),
        "processors": str(os.cpu_count() or 0),
    }
