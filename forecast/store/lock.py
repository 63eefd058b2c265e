"""One process at a time works in a run folder. A lock dies with its process."""

import fcntl
import os
from pathlib import Path

NAME = "lock"


class Lock:
    """The lock on a work area; `take` gives None if a live process has it or if the area is gone."""

    def __init__(self, handle: int) -> None:
        self._handle: int | None = handle

    @classmethod
    def take(cls, work: Path) -> "Lock | None":
        """Without waiting. Raises OSError on rights."""
        try:
            handle = os.open(work / NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except FileNotFoundError:
            return None
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # the run may have been sealed, and this file removed, between the two lines above
            if os.stat(work / NAME).st_ino == os.fstat(handle).st_ino:
                return cls(handle)
        except (BlockingIOError, FileNotFoundError):
            pass
        os.close(handle)
        return None

    def release(self) -> None:
        """Let go; a second call does nothing."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
