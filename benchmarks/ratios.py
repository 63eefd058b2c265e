"""The figures that a release is held to: their names, their targets, and how they come from measurements."""

import json
from collections.abc import Iterable
from typing import NamedTuple

from benchmarks.measure import Measurement, ratio_of


class Target(NamedTuple):
    """`most`: the figure may be at most `value`, else it must be at least that."""

    value: float
    most: bool

    def met(self, figure: float) -> bool:
        return figure <= self.value if self.most else figure >= self.value

    def __str__(self) -> str:
        return f"{'at most' if self.most else 'at least'} {self.value:g}"


TARGETS = {
    "kernel_over_rng": Target(4.5, True),
    "vs_numpy": Target(6.0, False),
    "vs_jax": Target(7.0, False),
    "vs_naive_numba": Target(13.0, False),
    "vs_ema": Target(80.0, False),
    "precision_vs_ema": Target(200.0, False),
    "precision_vs_numpy": Target(60.0, False),
    "threads_2_over_1": Target(1.9, False),
    "write_share": Target(0.12, True),
    "rss_ratio": Target(1.1, True),
    "warm_start_over_import": Target(3.0, True),
    "cold_compile_cpu_s": Target(20.0, True),
}
PAIRS = {
    "kernel_over_rng": ("kernel", "rng"),
    "vs_numpy": ("numpy", "kernel"),
    "vs_jax": ("jax", "kernel"),
    "vs_naive_numba": ("naive", "kernel"),
    "vs_ema": ("ema", "kernel"),
}


def of_peers(seconds: dict[str, list[float]]) -> list[Measurement]:
    """The ratios whose both sides were timed. seconds: CPU seconds a member-week, by peer and repetition."""
    return [
        ratio_of(name, seconds[above], seconds[below], f"{above} over {below}, CPU time a member-week")
        for name, (above, below) in PAIRS.items()
        if above in seconds and below in seconds
    ]


def as_json(measurements: Iterable[Measurement]) -> str:
    """One line with exactly the names of TARGETS; null for what was not measured."""
    values = {one.name: one.value for one in measurements}
    rounded = {name: None if values.get(name) is None else float(f"{values[name]:.4g}") for name in TARGETS}
    return json.dumps(rounded)
