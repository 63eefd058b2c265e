"""Stopping on request: Ctrl-C (SIGINT) and SIGTERM ask the command line for a stop between two pieces of work."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from forecast.errors import ForecastError, Problem


class Interrupted(ForecastError):  # noqa: N818
    """A run was stopped before its end; the message says how to continue (exit code 130)."""

    def __init__(self, message: str) -> None:
        super().__init__(130, [Problem("", message)])


@contextmanager
def stop_on_signals(message: str = "") -> Iterator[threading.Event]:
    """Give an event that the first signal sets; a second signal raises KeyboardInterrupt. The old handlers come back.

    The message goes to stderr at the first signal. Outside the main thread, where Python allows no handlers, the event
    is never set.
    """
    event = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield event
        return

    def handle(_number: int, _frame: FrameType | None) -> None:
        if event.is_set():
            raise KeyboardInterrupt
        event.set()
        os.write(2, message.encode())  # a signal may interrupt print, which cannot be entered twice

    before: dict[signal.Signals, Any] = {}
    try:
        for number in (signal.SIGINT, signal.SIGTERM):
            before[number] = signal.signal(number, handle)
        yield event
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
