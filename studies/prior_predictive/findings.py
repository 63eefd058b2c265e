"""Writes the cells of the table, and what the check shows about four claims of the argument: C11, C12, C13 and C18.

No number has more digits than its error allows.
"""

from collections.abc import Iterator, Sequence

from forecast.analysis.estimates import Clusters, mean
from forecast.display.digits import decimals, fixed, format_value
from forecast.text.table import aligned
from studies.markdown import markdown_table
from studies.prior_predictive.compare import MISS, StatisticComparison
from studies.prior_predictive.record import Record

HEAD = ("statistic", "map", "observed (se)", "median", "10 %", "90 %", "percentile", "verdict")
GIVEN = " *"
STATIC = (1.0, 2.0)
"""Bounds of the gain in a year, in per cent of the pre-invasion land. A front is static below the first bound, and
fairly static below the second."""


def text(rows: Sequence[StatisticComparison]) -> list[str]:
    """Return the lines of the plain table."""
    return aligned(HEAD, [_cells(row) for row in rows], left=len(HEAD))


def markdown(rows: Sequence[StatisticComparison]) -> Iterator[str]:
    """Return the lines of the Markdown table."""
    return markdown_table(HEAD, ([cell.replace("*", "\\*") for cell in _cells(row)] for row in rows))


def argument_claims(rows: Sequence[StatisticComparison], record: Record, clusters: Clusters) -> Iterator[str]:
    """Yield one sentence per claim of the argument that the model must reproduce by itself.

    Parameters
    ----------
    rows : sequence of StatisticComparison
        All comparisons.
    record : Record
        Simulated record of the first map.
    clusters : Clusters
        Clusters of the members of the record.
    """
    by_name = {(row.statistic.name, row.map): row for row in rows}
    year, east = by_name["year", 1], by_name["east_13", 1]
    losses, share = by_name["claimed_4", 0], by_name["east", 1]
    gain = year.statistic.reduce(*year.statistic.weeks(record))
    below = [format_value(mean(gain < bound, clusters).estimate, scale=100.0) for bound in STATIC]
    yield (
        f"**C11, static through 2024.** Observed: a net gain of {_observed(year)} % of the pre-invasion land in 52 "
        f"weeks. Simulated for the year after week 0: median {_median(year)} %, central 80 % {_band(year)}."
    )
    yield (
        f"**C12, a steady push in the east.** Observed: {_observed(east)} of the gain of the last 13 weeks lay in the "
        f"eastern sectors. Simulated: {_median(east)} in the first 13 weeks and {_median(share)} in 57."
    )
    yield (
        f"**C13, about 1,500 casualties a day.** Claimed: {_observed(losses)} a day in the last four weeks. Simulated, "
        f"as claims: {_median(losses)} in the first four. The level is an input; the test is whether four weeks of the "
        "model leave it where it was."
    )
    yield (
        f"**C18, fairly static in 2025.** If the war goes on without talks or collapse, {below[0]} % of members gain "
        f"less than {STATIC[0]:g} % of the land in a year and {below[1]} % less than {STATIC[1]:g} %."
    )


def _cells(row: StatisticComparison) -> tuple[str, ...]:
    """Return one row as text, in the order of HEAD."""
    statistic = row.statistic
    unit = "" if statistic.unit == "1" else f" ({statistic.unit})"
    return (
        statistic.label + unit + (GIVEN if statistic.given else ""),
        str(row.map) if row.map else "-",
        _observed(row),
        *(format_value(estimate, space="") for estimate in (row.median, row.low, row.high)),
        format_value(row.share, scale=100.0, space=""),
        _verdict(row),
    )


def _verdict(row: StatisticComparison) -> str:
    """Return the verdict. For a miss it has the distance from the band."""
    if row.verdict != MISS:
        return row.verdict
    side = "above" if row.beyond > 0.0 else "below"
    return f"{MISS}: {fixed(abs(row.beyond), decimals(row.error) + 1)} {side} the band"


def _observed(row: StatisticComparison) -> str:
    """Write the observed value with two digits of its standard error: 53 (14)."""
    places = decimals(row.error) + 1 if row.error > 0.0 else 3
    return f"{fixed(row.observed, places)} ({fixed(row.error, places)})"


def _median(row: StatisticComparison) -> str:
    return format_value(row.median)


def _band(row: StatisticComparison) -> str:
    return f"{format_value(row.low)} to {format_value(row.high)}"
