"""Stops on Ctrl-C (SIGINT), SIGTERM or SIGHUP: a run after the ranges that are being computed, all else at once."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

from forecast.errors import ForecastError, Problem

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupted(ForecastError):  # noqa: N818
    """A run was stopped before its end; the message says how to continue (exit code 130)."""

    def __init__(self, message: str) -> None:
        super().__init__(130, [Problem("", message)])


class SignalWatch:
    """Handles the signals of a whole process in a thread, so that no signal breaks into other code.

    Python runs its own handlers in the main thread only, and not while that thread is inside a library, which takes
    seconds when the kernel is compiled. A signal that the process was started to ignore stays ignored.

    Parameters
    ----------
    leave : callable
        Ends the process. It is called in the thread of the watch: at the first signal, or at the second one inside
        `asking`.
    """

    def __init__(self, leave: Callable[[], object]) -> None:
        self._leave = leave
        self._event: threading.Event | None = None
        self._message = b""
        self._is_over = False
        self._read, write = os.pipe()
        os.set_blocking(write, False)
        threading.Thread(target=self._work, name="signals", daemon=True).start()
        signal.set_wakeup_fd(write, warn_on_full_buffer=False)
        for number in _wanted():
            signal.signal(number, _nothing)

    def _work(self) -> None:
        wanted = {int(number) for number in SIGNALS}
        while received := os.read(self._read, 1):
            if received[0] not in wanted or self._is_over:
                continue
            event = self._event
            if event is None or event.is_set():
                self._leave()
            else:
                event.set()
                _say(self._message)

    @contextmanager
    def asking(self, event: threading.Event | None, message: bytes = b"") -> Iterator[None]:
        """Set an event at the first signal inside the context. Without an event, leave at once."""
        before = self._event, self._message
        self._event, self._message = event, message
        try:
            yield
        finally:
            self._event, self._message = before

    def end(self) -> None:
        """Take no notice of signals any more: the process is about to end by itself."""
        self._is_over = True


_watch: SignalWatch | None = None


def watch_signals(leave: Callable[[], object]) -> SignalWatch:
    """Watch the signals of this process from now on. Only the command line may call it, in the main thread."""
    global _watch
    _watch = SignalWatch(leave)
    return _watch


@contextmanager
def nothing_to_finish() -> Iterator[None]:
    """Let the first signal end the process at once, also inside `stop_on_signals`: nothing would be lost."""
    if _watch is None:
        yield
    else:
        with _watch.asking(None):
            yield


@contextmanager
def stop_on_signals(message: str = "") -> Iterator[threading.Event]:
    """Yield an event that is set by the first signal.

    The first signal also writes the message to stderr. The second one ends the process, or raises KeyboardInterrupt
    where the process is not ours (no `watch_signals`). Outside the main thread Python allows no handlers, so the event
    is never set.
    """
    event = threading.Event()
    if _watch is not None:
        with _watch.asking(event, message.encode()):
            yield event
        return
    if threading.current_thread() is not threading.main_thread():
        yield event
        return

    def handle(_number: int, _frame: FrameType | None) -> None:
        if event.is_set():
            raise KeyboardInterrupt
        event.set()
        _say(message.encode())

    before: dict[signal.Signals, Any] = {}
    try:
        for number in _wanted():
            before[number] = signal.signal(number, handle)
        yield event
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _wanted() -> list[signal.Signals]:
    """The signals that this process was not started to ignore, as `nohup` and the background of a script do."""
    return [number for number in SIGNALS if signal.getsignal(number) not in (signal.SIG_IGN, None)]


def _nothing(_number: int, _frame: FrameType | None) -> None:
    """Do nothing. Without a handler Python would not tell the watch."""


def _say(message: bytes) -> None:
    """Write to stderr if that is possible. Not by print: a signal may have interrupted print."""
    with suppress(OSError):
        os.write(2, message)
