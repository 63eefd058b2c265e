"""Measures the wall time that a run spends on computing, writing and summarising."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

Work = Literal["computing", "writing"]


class Timing:
    """Wall seconds of a run by phase. Safe for threads.

    Threads compute and write at the same time. The wall time of this period is divided between computing and writing in
    proportion to the seconds that threads spent on each. So the sum of the phases is at most the total.
    """

    def __init__(self) -> None:
        self._begun = time.monotonic()
        self._busy: dict[Work, float] = {"computing": 0.0, "writing": 0.0}
        self._together = self._last = 0.0
        self._lock = threading.Lock()

    @contextmanager
    def busy(self, work: Work) -> Iterator[None]:
        """Count the time inside the context as one thread's time of computing or writing."""
        begun = time.monotonic()
        try:
            yield
        finally:
            spent = time.monotonic() - begun
            with self._lock:
                self._busy[work] += spent

    @contextmanager
    def together(self) -> Iterator[None]:
        """Count the time inside the context as the period in which threads compute and write."""
        begun = time.monotonic()
        yield
        self._together += time.monotonic() - begun

    @contextmanager
    def summarising(self) -> Iterator[None]:
        """Count the time inside the context as summarising: writing weekly series and estimates."""
        begun = time.monotonic()
        yield
        self._last += time.monotonic() - begun

    def seconds(self) -> dict[str, float]:
        """Wall seconds by phase: total, computing, writing, summarising; rounded to a millisecond."""
        whole = sum(self._busy.values())
        seconds = {"total": time.monotonic() - self._begun}
        for work, spent in self._busy.items():
            seconds[work] = self._together * spent / whole if whole else 0.0
        seconds["summarising"] = self._last
        return {name: round(spent, 3) for name, spent in seconds.items()}


def process_age() -> float | None:
    """Wall seconds since this process began. None if the system is not Linux."""
    try:
        with open("/proc/self/stat", encoding="ascii", errors="replace") as stream:
            ticks = int(stream.read().rpartition(")")[2].split()[19])
        return time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError, AttributeError):
        return None
