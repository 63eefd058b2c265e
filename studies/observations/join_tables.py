"""Joins tables of one series that follow each other in time: weekly sector tables, and daily tables.

The seam is the time between the last week or day of one table and the first of the next. It must be a single step, and
the occupied areas on its two sides must agree with the net gain of the first week after it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from forecast.errors import ObservationError
from forecast.observations.series import Floats, Observations, require_same_sectors

MOST_APART = 1.0  # km2 in a sector, between a net gain and the difference of two areas: rounding and slivers
WEEK = np.timedelta64(7, "D")


def join_weeks(first: Observations, second: Observations, step: Floats | None) -> Observations:
    """Append the weeks of a table to those of the table before it.

    Parameters
    ----------
    first, second : Observations
        The earlier and the later table, with all their weeks.
    step : float64[sectors] or None
        Occupied area in the first week of `second` minus that in the last week of `first`, km2; None if one of the
        tables has no areas. It stands for a net gain that is missing in the first week of `second`.

    Raises
    ------
    ObservationError
        If the sectors differ, a week is missing or is in both tables, or net gain and areas disagree at the seam.
    """
    require_same_sectors(first, second)
    if first.locations != second.locations:
        raise ObservationError.of(second.name, f"has other sectors than {first.name}; join tables of one map")
    _require_next_week(first, second)
    net, total = second.net.copy(), second.total.copy()
    if step is not None:
        net[0] = np.where(np.isnan(net[0]), step, net[0])
        _require_same_step(first, second, net[0], step)
    if np.isnan(net[0]).any():
        message = f"has no net gain in its first week, {second.weeks[0]}, and the tables have no areas to take it from"
        raise ObservationError.of(second.name, f"{message}; give net_km2, or occupied_km2 in both tables")
    total[0] = net[0].sum() if np.isnan(total[0]) else total[0]
    return replace(
        first,
        weeks=np.concatenate([first.weeks, second.weeks]),
        net=np.concatenate([first.net, net]),
        total=np.concatenate([first.total, total]),
    )


def _require_next_week(first: Observations, second: Observations) -> None:
    last, begin = first.weeks[-1], second.weeks[0]
    if begin - last == WEEK:
        return
    where = f"begins on {begin}, and {first.name}, given before it, ends on {last}"
    if begin <= last:
        message = f"{where}: weeks overlap. Give the earlier table first, and each week in one table only"
    elif (begin - last) % WEEK:
        message = f"{where}: their weeks end on different weekdays. Join tables of one map only"
    else:
        message = f"{where}: the weeks between are missing. Give a table that holds them"
    raise ObservationError.of(second.name, message)


def _require_same_step(first: Observations, second: Observations, net: Floats, step: Floats) -> None:
    apart = np.abs(net - step)
    if not (apart > MOST_APART).any():
        return
    worst = int(np.nanargmax(apart))
    raise ObservationError.of(
        second.name,
        f"'{second.locations[worst]}' gains {net[worst]:g} km2 in the week to {second.weeks[0]}, but its occupied area "
        f"changes by {step[worst]:g} km2 since the last week of {first.name}; join tables of one map and one drawing "
        "of the sectors",
    )


def join_days(paths: Sequence[Path], tables: Sequence[dict[int, float]]) -> dict[int, float]:
    """Put daily tables together. Days are ordinal numbers.

    Raises
    ------
    ObservationError
        If a table does not begin on the day after the table before it ends.
    """
    joined = dict(tables[0])
    for path, table in zip(paths[1:], tables[1:], strict=True):
        last, begin = max(joined), min(table)
        if begin != last + 1:
            where = f"begins on {date.fromordinal(begin)}, and the table before it ends on {date.fromordinal(last)}"
            wrong = "days overlap" if begin <= last else "the days between are missing"
            raise ObservationError.of(
                str(path), f"{where}: {wrong}. Give tables that follow each other, earliest first"
            )
        joined |= table
    return joined
