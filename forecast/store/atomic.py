"""Files that are complete or absent: written in `.work/`, then renamed into place."""

import contextlib
import hashlib
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from forecast.errors import RunError

WORK = ".work"
TEMPORARY = "tmp-"


class FileEntry(NamedTuple):
    """A finished file as the manifest lists it: path relative to the run folder, rows (None if not a table)."""

    path: str
    rows: int | None
    sha256: str


def temporary(work: Path, name: str) -> Path:
    """A path in the work area that no other thread or process uses; `clean` removes leftovers."""
    return work / f"{TEMPORARY}{os.getpid()}-{threading.get_ident()}-{name}"


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn an OSError inside (disk, rights) into a RunError.

    Raises
    ------
    RunError
        Naming the path and the fix.
    """
    try:
        yield
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise RunError.of(str(path), f"cannot write: {reason}; free the disk or choose another place (--out)") from None


def put_bytes(path: Path, data: bytes, work: Path, *, sync: bool = True) -> None:
    """Make `path` hold `data`. Raises RunError on disk or rights.

    Parameters
    ----------
    path : Path
        Its folder is made if need be.
    data : bytes
        The content.
    work : Path
        Work area on the same disk.
    sync : bool
        Also survive a power cut, not only a killed process.
    """
    draft = temporary(work, path.name)
    try:
        with writing(path):
            draft.write_bytes(data)
        put_file(draft, path, sync=sync)
    except RunError:
        with contextlib.suppress(OSError):  # a full disk needs the room
            draft.unlink()
        raise


def put_file(draft: Path, path: Path, *, sync: bool = True) -> None:
    """Move a finished file of the work area to `path`. Raises RunError on disk or rights.

    Parameters
    ----------
    draft : Path
        The file, on the same disk.
    path : Path
        Its folder is made if need be.
    sync : bool
        Also survive a power cut, not only a killed process.
    """
    with writing(path):
        if sync:
            _sync(draft)
        path.parent.mkdir(parents=True, exist_ok=True)
        os.replace(draft, path)


def sync_names(folder: Path) -> None:
    """Make the names in a folder survive a power cut. Raises RunError."""
    with writing(folder):
        _sync(folder)


def _sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def publish(folder: Path, name: str, data: bytes, rows: int | None = None) -> FileEntry:
    """Write a file and return its entry. Raises RunError on disk or rights.

    Parameters
    ----------
    folder : Path
        The run folder, with its `.work/`.
    name : str
        May hold folders.
    data : bytes
        The content.
    rows : int, optional
        Rows of a table.
    """
    put_bytes(folder / name, data, folder / WORK)
    return FileEntry(name, rows, hashlib.sha256(data).hexdigest())


def entry_of(folder: Path, name: str, rows: int | None = None) -> FileEntry:
    """The entry of a file that is already there.

    Parameters
    ----------
    folder : Path
        The run folder.
    name : str
        May hold folders.
    rows : int, optional
        Rows of a table.
    """
    with open(folder / name, "rb") as stream:
        return FileEntry(name, rows, hashlib.file_digest(stream, "sha256").hexdigest())


def clean(work: Path) -> None:
    """Remove temporary files of an earlier process. Only the holder of the run folder's lock may call this."""
    for path in work.glob(f"{TEMPORARY}*"):
        path.unlink(missing_ok=True)
