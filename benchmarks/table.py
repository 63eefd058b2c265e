"""Measurements as text."""

from collections.abc import Iterable, Sequence

from benchmarks.measure import Measurement
from benchmarks.ratios import TARGETS


def number(value: float) -> str:
    """Four digits, thousands grouped."""
    if abs(value) >= 1000.0:
        return f"{value:,.0f}"
    return f"{value:.4g}"


def line(one: Measurement) -> str:
    if one.value is None:
        return f"{one.name:24s} {'-':>12s}   {one.note}"
    spread = f"±{number(one.spread)}" if one.n > 1 else ""
    target = ""
    if one.name in TARGETS:
        goal = TARGETS[one.name]
        target = f"{goal}: {'met' if goal.met(one.value) else 'missed'}"
    note = "; ".join(filter(None, (target, one.note)))
    return f"{one.name:24s} {number(one.value):>12s} {spread:>9s} {one.unit:16s} n={one.n:<3d} {note}".rstrip()


def section(title: str, measurements: Iterable[Measurement]) -> list[str]:
    """A heading and one line a measurement; nothing for no measurements."""
    lines = [line(one) for one in measurements]
    return [title, *lines, ""] if lines else []


def table(peers: Sequence[Measurement], ratios: Sequence[Measurement], system: Sequence[Measurement]) -> str:
    """The whole table. The figures with a target stand together at its end."""
    held = [one for one in (*ratios, *system) if one.name in TARGETS]
    others = [one for one in system if one.name not in TARGETS]
    return "\n".join(
        [
            *section("CPU time of one core, medians ± half the distance between quartiles", peers),
            *section("Whole commands", others),
            *section("Figures with a target", sorted(held, key=lambda one: list(TARGETS).index(one.name))),
        ]
    ).rstrip()
