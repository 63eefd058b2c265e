"""Converts daily tables of claimed losses and of a salient to weekly series, on the weeks of a front."""

import math
from pathlib import Path

import numpy as np

from forecast.errors import ObservationError
from forecast.observations import fields
from forecast.observations.read import LOSSES, MOST, SALIENT, UNITS, open_table
from forecast.observations.series import Days, Floats, WeeklySeries
from forecast.observations.slips import is_running_total
from forecast.observations.table import Problems

_EPOCH = np.datetime64("1970-01-01")
_FROM_ORDINAL = 719_163  # ordinal of the epoch


def read_daily(path: str | Path, column: str, target: str) -> dict[int, float]:
    """Read the values of one column by day, without empty fields.

    Parameters
    ----------
    path : str or Path
        Table with the column `date`.
    column : str
        Name of the column of values.
    target : str
        What the values are, LOSSES or SALIENT. It sets their unit and range.

    Returns
    -------
    dict of float
        Values by ordinal number of the day.

    Raises
    ------
    ObservationError
        With all problems of the table.
    """
    name = str(path)
    problems = Problems(name)
    table = open_table(Path(path), ("date", column), (), problems)
    values: dict[int, float] = {}
    for row, (when, value) in table.rows():
        field = "date"
        try:
            at = fields.day(when)
            field = column
            number = fields.number(value, 0.0, MOST[target], UNITS[target])
        except fields.FieldError as error:
            problems.add(str(error), lambda r=row, c=field: table.position(r, c), row)  # type: ignore[misc]
            continue
        if math.isnan(number):
            continue
        if at in values:
            problems.add("this day is there already; keep one row", lambda r=row: table.position(r, "date"), row)  # type: ignore[misc]
        values[at] = number
    problems.raise_if_any()
    if not values:
        raise ObservationError.of(name, f"column '{column}' holds no value")
    in_order = [values[at] for at in sorted(values)]
    if target == LOSSES and is_running_total(in_order):
        message = (
            f"column '{column}' never falls, from {in_order[0]:g} to {in_order[-1]:g} in {len(in_order)} days: these "
            "are running totals; give daily figures, the difference from the day before"
        )
        raise ObservationError.of(table.position(0, None), message)
    return values


def weekly_losses(daily: dict[int, float], weeks: Days) -> WeeklySeries:
    """Sum the seven days that end with each week. Weeks with a missing day are NaN, and cut off at both ends."""
    values = [sum(daily.get(day - back, math.nan) for back in range(7)) for day in _ordinals(weeks)]
    return _known_part(LOSSES, weeks, np.array(values))


def weekly_salient(daily: dict[int, float], weeks: Days) -> WeeklySeries:
    """Take the value of the last day of each week. Weeks without it are NaN, and cut off at both ends."""
    return _known_part(SALIENT, weeks, np.array([daily.get(day, math.nan) for day in _ordinals(weeks)]))


def _known_part(target: str, weeks: Days, values: Floats) -> WeeklySeries:
    known = np.flatnonzero(~np.isnan(values))
    if not len(known):
        raise ObservationError.of(
            target, "the daily table has no full week in common with the front; give tables of the same time"
        )
    part = slice(known[0], known[-1] + 1)
    return WeeklySeries(target, weeks[part], values[part])


def _ordinals(weeks: Days) -> list[int]:
    return [int(day) + _FROM_ORDINAL for day in (weeks - _EPOCH).astype(int)]
