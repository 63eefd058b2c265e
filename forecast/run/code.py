"""Which program made a run: a digest of the code that its numbers and bytes depend on, and the versions in use."""

import hashlib
import os
import platform
import subprocess
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from forecast.run.cache import source_digest

LIBRARIES = ("numba", "llvmlite", "numpy", "scipy", "pyarrow", "h5py", "h5netcdf", "pandas", "xarray")
ROOMS = ("experiment", "store")


def versions() -> dict[str, str]:
    """Versions of Frontcast, Python and the libraries that results depend on."""
    found = {"python": platform.python_version()}
    for name in ("frontcast", *LIBRARIES):
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
    """Commit of the checkout that this package lies in, with `+` if files were changed; None outside a checkout."""
    checkout = Path(__file__).resolve().parents[2]
    if not (checkout / ".git").exists():
        return None
    try:
        commit = _git(checkout, "rev-parse", "HEAD").strip()
        changed = _git(checkout, "status", "--porcelain", "--untracked-files=no").strip()
    except (OSError, subprocess.SubprocessError):
        return None
    return commit + ("+" if changed else "")


def _git(checkout: Path, *words: str) -> str:
    done = subprocess.run(
        ["git", *words],
        cwd=checkout,
        capture_output=True,
        text=True,
        timeout=5,
        check=True,
        env={**os.environ, "GIT_OPTIONAL_LOCKS": "0"},
    )
    return done.stdout


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
