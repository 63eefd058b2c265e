"""Tables as plain text and as Markdown."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from forecast.analysis.estimates import Estimate
from forecast.text.digits import fixed, format_value, value_text


class Table(NamedTuple):
    """A table with its title and a sentence or two below it."""

    title: str
    head: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    note: str = ""

    def text(self) -> Iterator[str]:
        """Lines of plain text."""
        widths = [max(len(row[k]) for row in (self.head, *self.rows)) for k in range(len(self.head))]
        yield self.title
        for row in (self.head, *self.rows):
            yield "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()

    def pipes(self) -> Iterator[str]:
        """Lines of Markdown."""
        yield "| " + " | ".join(self.head) + " |"
        yield "|" + "---|" * len(self.head)
        for row in self.rows:
            yield "| " + " | ".join(row) + " |"


def band(low: Estimate, median: Estimate, high: Estimate, scale: float = 100.0) -> str:
    """Median with its Monte Carlo error, then the central 80 % of draws: 23.0±0.3 [4, 34]."""
    most = 0 if scale > 1.0 else 1
    ends = (value_text(end, scale, most=most) for end in (low, high))
    return f"{format_value(median, scale, space='', most=1)} [{', '.join(ends)}]"


def share(value: float, interval: tuple[float, float] | None) -> str:
    """An observed share in per cent with the central 80 % of its sampling error: 42 [31, 55]."""
    if interval is None:
        return f"{100 * value:.0f}"
    return f"{100 * value:.0f} [{100 * interval[0]:.0f}, {100 * interval[1]:.0f}]"


def between(value: float, low: float, high: float, places: int = 2, signed: bool = False) -> str:
    """A ratio or score with an interval: 0.88 [0.81, 1.16]."""
    sign = "+" if signed and value > 0 else ""
    return f"{sign}{fixed(value, places)} [{fixed(low, places)}, {fixed(high, places)}]"
