"""Writes files atomically: first in the folder `.work/`, then renamed into place. A file is complete or absent."""

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
LOG = "run.log"
TEMPORARY = "tmp-"


class FileEntry(NamedTuple):
    """A finished file as the manifest lists it.

    path: relative to the run folder. rows: number of rows; None if it is not a table. sha256: hex digest of its bytes.
    """

    path: str
    rows: int | None
    sha256: str


def temporary(work: Path, name: str) -> Path:
    """Return a path in the folder `work` that no other thread or process uses. `clean` removes leftover files."""
    return work / f"{TEMPORARY}{os.getpid()}-{threading.get_ident()}-{name}"


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn an OSError inside the context (disk, permissions) into a RunError.

    Raises
    ------
    RunError
        The message names the path and how to fix the problem.
    """
    try:
        yield
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise RunError.of(str(path), f"cannot write: {reason}; free the disk or choose another place (--out)") from None


def put_bytes(path: Path, data: bytes, work: Path, *, sync: bool = True) -> None:
    """Write `data` to `path` atomically. Raises RunError if the disk is full or permission is missing.

    Parameters
    ----------
    path : Path
        The file. Its folder is created if it is missing.
    data : bytes
        Content of the file.
    work : Path
        Work area, on the same disk as `path`.
    sync : bool
        True: the file survives a power cut. False: it survives only the end of this process.
    """
    draft = temporary(work, path.name)
    try:
        with writing(path):
            draft.write_bytes(data)
        put_file(draft, path, sync=sync)
    except RunError:
        with contextlib.suppress(OSError):  # a full disk needs the space
            draft.unlink()
        raise


def put_file(draft: Path, path: Path, *, sync: bool = True) -> None:
    """Move a finished file of the work area to `path`. Raises RunError if the disk is full or permission is missing.

    Parameters
    ----------
    draft : Path
        The finished file, on the same disk as `path`.
    path : Path
        New path of the file. Its folder is created if it is missing.
    sync : bool
        True: the file survives a power cut. False: it survives only the end of this process.
    """
    with writing(path):
        if sync:
            _sync(draft)
        path.parent.mkdir(parents=True, exist_ok=True)
        os.replace(draft, path)


def sync_names(folder: Path) -> None:
    """Make new and renamed files of a folder survive a power cut. Raises RunError."""
    with writing(folder):
        _sync(folder)


def _sync(path: Path) -> None:
    """Wait until the content of a file, or the list of files of a folder, is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def publish(folder: Path, name: str, data: bytes, rows: int | None = None) -> FileEntry:
    """Write a file and return its entry. Raises RunError if the disk is full or permission is missing.

    Parameters
    ----------
    folder : Path
        The run folder. It contains `.work/`.
    name : str
        Path of the file relative to the run folder.
    data : bytes
        Content of the file.
    rows : int, optional
        Number of rows, if the file is a table.
    """
    put_bytes(folder / name, data, folder / WORK)
    return FileEntry(name, rows, hashlib.sha256(data).hexdigest())


def entry_of(folder: Path, name: str, rows: int | None = None) -> FileEntry:
    """Return the entry of a file that exists.

    Parameters
    ----------
    folder : Path
        The run folder.
    name : str
        Path of the file relative to the run folder.
    rows : int, optional
        Number of rows, if the file is a table.
    """
    with open(folder / name, "rb") as stream:
        return FileEntry(name, rows, hashlib.file_digest(stream, "sha256").hexdigest())


def clean(work: Path) -> None:
    """Remove temporary files of an earlier process. Only the holder of the run folder's lock may call this."""
    for path in work.glob(f"{TEMPORARY}*"):
        path.unlink(missing_ok=True)
