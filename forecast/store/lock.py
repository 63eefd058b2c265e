"""Locks the work area of an unfinished run, so that only one process works on it."""

import errno
import fcntl
import functools
import os
import warnings
from pathlib import Path

from forecast.errors import ForecastWarning
from forecast.store.atomic import UNSUPPORTED

LOCK = "lock"
NO_LOCKS = UNSUPPORTED | {errno.ENOLCK}


class Lock:
    """The lock on a work area. It is released when the process ends.

    is_real: whether the system holds it. Some network file systems have no locks; then a warning says that two
    processes must not share the folder.
    """

    def __init__(self, handle: int, is_real: bool = True) -> None:
        self._handle: int | None = handle
        self.is_real = is_real

    @classmethod
    def take(cls, work: Path, warn: bool = True, shared: bool = False) -> "Lock | None":
        """Lock without waiting. None if another process has the lock or if the area was removed. Raises OSError.

        Parameters
        ----------
        work : Path
            The work area.
        warn : bool
            Whether to warn if the file system has no locks.
        shared : bool
            Whether other processes may take the lock too, if they also share it.
        """
        try:
            handle = os.open(work / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except FileNotFoundError:
            return None
        is_real = True
        try:
            try:
                fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
            except OSError as problem:
                if problem.errno not in NO_LOCKS:
                    raise
                is_real = False
                if warn:
                    _warn(work.parent.parent, problem.strerror or str(problem))
            # the run may have been sealed, and this file removed, since it was opened
            if os.stat(work / LOCK).st_ino == os.fstat(handle).st_ino:
                return cls(handle, is_real)
        except (BlockingIOError, FileNotFoundError):
            pass
        except OSError:
            os.close(handle)
            raise
        os.close(handle)
        return None

    def release(self) -> None:
        """Unlock; a second call does nothing."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


@functools.cache
def _warn(parent: Path, reason: str) -> None:
    text = f"this file system has no locks ({reason}): two processes must not run the same experiment into {parent}"
    warnings.warn(text, ForecastWarning, stacklevel=4)
