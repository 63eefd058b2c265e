"""Makes stdout and stderr safe to print to: closed, full or ASCII-only streams cause no traceback.

A closed stream is like /dev/null. A note that cannot be written to stderr is lost, and the work goes on. A command that
cannot write to stdout fails with one line. Characters that the encoding of a stream lacks become question marks.
"""

import io
import os
import select
import sys
from collections.abc import Callable
from typing import Any

from forecast.errors import RunError


def mend_streams() -> None:
    """Replace the standard streams of this process. Only the command line may call it, before it opens files."""
    for number, mode in ((0, os.O_RDONLY), (1, os.O_WRONLY), (2, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:  # a file that is opened later must not become the target of prints
            _open_at(number, mode)
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115
    sys.stdout = _stream(sys.stdout, 1, _Stdout)
    sys.stderr = _stream(sys.stderr, 2, _Stderr)


def _open_at(number: int, mode: int) -> None:
    handle = os.open(os.devnull, mode)
    if handle != number:
        os.dup2(handle, number)
        os.close(handle)


def _stream(old: Any, number: int, kind: "Callable[..., _Patient]") -> io.TextIOWrapper:
    """A text stream like the old one, to the same place. `old` is None if the stream was closed at the start."""
    raw = kind(os.devnull, "w") if old is None else kind(number, "w", closefd=False)
    encoding = "utf-8" if old is None else old.encoding
    by_line = old is not None and old.line_buffering
    return io.TextIOWrapper(io.BufferedWriter(raw), encoding, errors="replace", line_buffering=by_line)


class _Patient(io.FileIO):
    """A file that waits for its reader, also if the reader set it to not wait."""

    def write(self, data: Any) -> int:
        while (count := super().write(data)) is None:
            select.select([], [self], [])
        return count


class _Stdout(_Patient):
    """Says that stdout failed, once. A closed pipe is still a BrokenPipeError."""

    _failed = False

    def write(self, data: Any) -> int:
        if self._failed:
            return memoryview(data).nbytes
        try:
            return super().write(data)
        except BrokenPipeError:
            self._failed = True
            raise
        except OSError as problem:
            self._failed = True
            raise RunError.of("stdout", f"cannot write: {problem.strerror or problem}") from None


class _Stderr(_Patient):
    """Loses what cannot be written."""

    def write(self, data: Any) -> int:
        try:
            return super().write(data)
        except OSError:
            return memoryview(data).nbytes
