"""Writes files atomically: first in the folder `.work/`, then renamed into place. A file is complete or absent."""

import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from forecast.errors import RunError
from forecast.store.drafts import remove, temporary

WORK = ".work"
LOG = "run.log"
UNSUPPORTED = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EBADF, errno.ENOTTY})
"""What file systems answer that lack an operation, such as fsync of a folder or flock."""

OTHER_PLACE = "choose another place (--out)"
ADVICE = {
    errno.ENOSPC: "free the disk or choose another place (--out)",
    errno.EDQUOT: "free some of your quota or choose another place (--out)",
    errno.EFBIG: "raise the limit on the size of a file (`ulimit -f`) or choose another place (--out)",
    errno.EMFILE: "raise the limit on open files (`ulimit -n`) or use fewer --threads",
    errno.ENFILE: "close other programs, which have too many files open",
    errno.ENOENT: "the folder was removed meanwhile; run the same command again",
    errno.ENOTDIR: "a file is in the place of a folder; choose another place (--out)",
    errno.ENAMETOOLONG: "choose a place with a shorter path (--out)",
    errno.ENOMEM: "free some memory or use fewer --threads",
}
"""What to do about a failed write, by its number."""


class FileEntry(NamedTuple):
    """A finished file as the manifest lists it.

    path: relative to the run folder. rows: number of rows; None if it is not a table. sha256: hex digest of its bytes.
    """

    path: str
    rows: int | None
    sha256: str


def exhausted(problem: BaseException) -> int | None:
    """The number of an error that says nothing about the file, such as too many open files. None for other errors."""
    numbers = (errno.EMFILE, errno.ENFILE, errno.ENOMEM)
    return next((number for number in numbers if os.strerror(number) in str(problem)), None)


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
        reason, advice = problem.strerror or str(problem), ADVICE.get(problem.errno or 0, OTHER_PLACE)
        raise RunError.of(str(path), f"cannot write: {reason}; {advice}") from None


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
    except (RunError, MemoryError):
        remove(draft)  # a full disk needs the space
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
        try:
            os.replace(draft, path)
        except OSError as problem:
            if problem.errno != errno.EXDEV:
                raise
            near = temporary(path.parent, path.name)  # `.work` is a mount of its own
            try:
                shutil.copyfile(draft, near)
                if sync:
                    _sync(near)
                os.replace(near, path)
            finally:
                remove(near)
                remove(draft)


def sync_names(folder: Path) -> None:
    """Make new and renamed files of a folder survive a power cut. Raises RunError.

    Some file systems (SMB, DrvFs, some FUSE) cannot do this for a folder, which is no failure.
    """
    with writing(folder):
        try:
            handle = os.open(folder, os.O_RDONLY)
        except PermissionError:  # a folder to write into, not to read
            return
        _sync_handle(handle)


def _sync(path: Path) -> None:
    """Wait until the content of a file is on the disk."""
    _sync_handle(os.open(path, os.O_RDONLY))


def _sync_handle(handle: int) -> None:
    """Wait until a file, or the list of files of a folder, is on the disk, and close it."""
    try:
        os.fsync(handle)
    except OSError as problem:
        if problem.errno not in UNSUPPORTED:
            raise
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
