"""What the check says of four claims about the front that the model must give by itself: C11, C12, C13 and C18."""

from collections.abc import Iterator, Sequence

from forecast.analysis.estimates import Clusters, mean
from forecast.text.digits import format_value
from studies.prior_predictive.compare import Row
from studies.prior_predictive.record import Record
from studies.prior_predictive.tables import measured

STATIC = (1.0, 2.0)
"""Per cent of the pre-invasion land in a year: below the first a front is called static, below the second fairly so."""


def claims(rows: Sequence[Row], members: Record, clusters: Clusters) -> Iterator[str]:
    """One sentence a claim."""
    found = {(row.statistic.name, row.map): row for row in rows}
    year, east = found["year", 1], found["east_13", 1]
    losses, share = found["claimed_4", 0], found["east", 1]
    gain = year.statistic.reduce(*year.statistic.weeks(members))
    below = [format_value(mean(gain < bound, clusters).estimate, scale=100.0) for bound in STATIC]
    yield (
        f"**C11, static through 2024.** Observed: a net gain of {_seen(year)} % of the pre-invasion land in 52 weeks. "
        f"Simulated for the year after week 0: median {_value(year)} %, central 80 % {_band(year)}."
    )
    yield (
        f"**C12, a steady push in the east.** Observed: {_seen(east)} of the gain of the last 13 weeks lay in the "
        f"eastern sectors. Simulated: {_value(east)} in the first 13 weeks and {_value(share)} in 57."
    )
    yield (
        f"**C13, about 1,500 casualties a day.** Claimed: {_seen(losses)} a day in the last four weeks. Simulated, as "
        f"claims: {_value(losses)} in the first four. The level is an input; what is tested is that four weeks of the "
        "model leave it where it was."
    )
    yield (
        f"**C18, fairly static in 2025.** If the war goes on without talks or collapse, {below[0]} % of members gain "
        f"less than {STATIC[0]:g} % of the land in a year and {below[1]} % less than {STATIC[1]:g} %."
    )


def _seen(row: Row) -> str:
    return measured(row.observed, row.error)


def _value(row: Row) -> str:
    return format_value(row.median)


def _band(row: Row) -> str:
    return f"{format_value(row.low)} to {format_value(row.high)}"
