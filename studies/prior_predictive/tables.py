"""The comparison as plain text and as Markdown: no number with more digits than its error allows."""

from collections.abc import Iterator, Sequence

from forecast.analysis.estimates import Estimate
from forecast.text.digits import decimals, fixed, format_value
from studies.prior_predictive.compare import Row

HEAD = ("statistic", "map", "observed (se)", "median", "10 %", "90 %", "percentile", "verdict")
WIDTHS = (60, 4, 15, 14, 17, 14, 11, 10)
GIVEN = " *"


def measured(value: float, error: float) -> str:
    """An observed value with its standard error, two digits of the error: 53 (14)."""
    places = decimals(error) + 1 if error > 0.0 else 3
    return f"{fixed(value, places)} ({fixed(error, places)})"


def verdict(row: Row) -> str:
    """The verdict, for a miss with its distance from the band."""
    if row.verdict != "MISS":
        return row.verdict
    side = "above" if row.beyond > 0.0 else "below"
    return f"MISS: {fixed(abs(row.beyond), decimals(row.error) + 1)} {side} the band"


def cells(row: Row) -> tuple[str, ...]:
    """One row as text, in the order of HEAD."""
    statistic = row.statistic
    unit = "" if statistic.unit == "1" else f" ({statistic.unit})"
    return (
        statistic.label + unit + (GIVEN if statistic.given else ""),
        str(row.map) if row.map else "-",
        measured(row.observed, row.error),
        *(_value(estimate) for estimate in (row.median, row.low, row.high)),
        format_value(row.share, scale=100.0, space=""),
        verdict(row),
    )


def _value(estimate: Estimate) -> str:
    return format_value(estimate, space="")


def text(rows: Sequence[Row]) -> Iterator[str]:
    """Lines of the plain table."""
    for line in (HEAD, *map(cells, rows)):
        yield "".join(f"{cell:<{width}} " for cell, width in zip(line, WIDTHS, strict=True)).rstrip()


def pipes(rows: Sequence[Row]) -> Iterator[str]:
    """Lines of the Markdown table."""
    yield "| " + " | ".join(HEAD) + " |"
    yield "|" + "---|" * len(HEAD)
    for row in rows:
        yield "| " + " | ".join(cell.replace("*", "\\*") for cell in cells(row)) + " |"
