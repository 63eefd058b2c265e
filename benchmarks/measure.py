"""What a measurement is, and repetitions taken in turn."""

import statistics
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple

Job = Callable[[], float]


class Measurement(NamedTuple):
    """A figure. spread: half the distance between the quartiles; n: repetitions; value None: not measured."""

    name: str
    value: float | None
    unit: str
    spread: float = 0.0
    n: int = 1
    note: str = ""


def thread_seconds(work: Callable[[], object]) -> float:
    """CPU seconds of this thread."""
    begun = time.thread_time()
    work()
    return time.thread_time() - begun


def process_seconds(work: Callable[[], object]) -> float:
    """CPU seconds of this process with all its threads, for peers that have threads of their own."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def wall_seconds(work: Callable[[], object]) -> float:
    """Seconds on the clock."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def in_turn(jobs: Mapping[str, Job], repetitions: int) -> dict[str, list[float]]:
    """What the jobs return, `repetitions` of each: every job once, then every job again, so that all see the same."""
    results: dict[str, list[float]] = {name: [] for name in jobs}
    for turn in range(repetitions):
        names = list(jobs) if turn % 2 == 0 else list(jobs)[::-1]
        for name in names:
            results[name].append(jobs[name]())
    return results


def median_of(name: str, values: list[float], unit: str, scale: float = 1.0, note: str = "") -> Measurement:
    """The median of scaled values, with half the distance between their quartiles."""
    scaled = sorted(value * scale for value in values)
    spread = 0.0
    if len(scaled) > 1:
        low, _, high = statistics.quantiles(scaled, n=4, method="inclusive")
        spread = (high - low) / 2.0
    return Measurement(name, statistics.median(scaled), unit, spread, len(scaled), note)


def ratio_of(name: str, above: list[float], below: list[float], note: str = "") -> Measurement:
    """The ratio of two medians; its spread is that of the ratios repetition by repetition."""
    spread = median_of(name, [a / b for a, b in zip(above, below, strict=True)], "ratio").spread
    return Measurement(name, statistics.median(above) / statistics.median(below), "ratio", spread, len(above), note)
