"""Stops a run on Ctrl-C (SIGINT) or SIGTERM, after the ranges of members that are being computed."""

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
    """Yield an event that is set by the first signal. A second signal raises KeyboardInterrupt.

    The first signal also writes the message to stderr. The former handlers are restored at the end. Outside the main
    thread Python allows no handlers, so the event is never set.
    """
    event = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield event
        return

    def handle(_number: int, _frame: FrameType | None) -> None:
        if event.is_set():
            raise KeyboardInterrupt
        event.set()
        os.write(2, message.encode())  # not print: a signal may interrupt print, which cannot be called inside itself

    before: dict[signal.Signals, Any] = {}
    try:
        for number in (signal.SIGINT, signal.SIGTERM):
            before[number] = signal.signal(number, handle)
        yield event
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
