"""Reads and checks cells, and lays them out as arrays. A cell is one value of a file, by week and location."""

import math
from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

import numpy as np

from forecast.observations import fields
from forecast.observations.series import Days, Floats, Observations
from forecast.observations.slips import is_running_total, mixed_spellings, spelling_message
from forecast.observations.table import Problems, SourceTable

TOTAL = "total"
MAX_WEEKS = 5_200
MAX_LOCATIONS = 1_000
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TOLERANCE_KM2 = 1.0
_EPOCH = date(1970, 1, 1).toordinal()


class Columns(NamedTuple):
    """Names of the three columns in the file, and the smallest and largest value that is accepted, in `unit`."""

    day: str
    location: str
    value: str
    minimum: float
    maximum: float
    unit: str = "km2"


class Cell(NamedTuple):
    """A value (NaN if the field is empty) and its row number in the file."""

    value: float
    row: int


Cells = dict[tuple[int, str], Cell]


def read_cells(
    rows: Iterable[tuple[int, object, object, object]], columns: Columns, table: SourceTable, problems: Problems
) -> Cells:
    """Parse rows into cells by day (ordinal of the proleptic Gregorian calendar) and location.

    A row with a faulty field gives no cell. If two rows have the same day and location, the first counts and the second
    is reported.

    Parameters
    ----------
    rows : iterable of tuple
        Row number, day, location and value. The last three are fields of the file, not yet parsed.
    columns : Columns
        Column names for messages, and bounds of the values.
    table : SourceTable
        Gives positions for messages.
    problems : Problems
        Collects the problems.
    """
    cells: Cells = {}
    for row, *values in rows:
        parsed: list[object] = []
        for column, value in zip(columns[:3], values, strict=True):
            try:
                parsed.append(_parse(column, value, columns))
            except fields.FieldError as error:
                problems.add(str(error), lambda c=column, r=row: table.position(r, c), row)  # type: ignore[misc]
        if len(parsed) < 3:
            continue
        day, location, number = parsed
        key = (day, location)
        first = cells.setdefault(key, Cell(number, row))  # type: ignore[arg-type]
        if first.row != row:
            problems.add(
                lambda f=first, p=location, v=number: _duplicate_message(p, f.value, v, table.position(f.row, None)),  # type: ignore[misc]
                lambda r=row: table.position(r, columns.location),  # type: ignore[misc]
                row,
            )
    _check_weekday(cells, columns, table, problems)
    _check_spellings(cells, columns, table, problems)
    return cells


def _duplicate_message(location: object, first: float, second: float, where: str) -> str:
    same = first == second or (math.isnan(first) and math.isnan(second))
    values = "with the same value" if same else f"with another value ({first:g} there, {second:g} here)"
    return (
        f"{fields.quoted(location)} has this week already, in {where}, {values}; keep one of them"
        " (if the file has several editions, the newest)"
    )


def _parse(column: str, value: object, columns: Columns) -> object:
    if column == columns.day:
        return fields.day(value)
    if column != columns.location:
        return fields.number(value, columns.minimum, columns.maximum, columns.unit)
    location = fields.word(value)
    if location != TOTAL and location.lower() == TOTAL:
        raise fields.FieldError(f"{fields.quoted(location)} must be written '{TOTAL}'")
    return location


def _check_weekday(cells: Cells, columns: Columns, table: SourceTable, problems: Problems) -> None:
    counts = Counter((day - 1) % 7 for day, _ in cells)
    if len(counts) < 2:
        return
    usual = counts.most_common(1)[0][0]
    for (day, _), cell in cells.items():
        weekday = (day - 1) % 7
        if weekday != usual:
            message = (
                f"{date.fromordinal(day)} is a {WEEKDAYS[weekday]}, but weeks of this file end on a"
                f" {WEEKDAYS[usual]}; weeks must be 7 days apart"
            )
            problems.add(message, lambda r=cell.row: table.position(r, columns.day), cell.row)  # type: ignore[misc]


def _check_spellings(cells: Cells, columns: Columns, table: SourceTable, problems: Problems) -> None:
    """Report ids that are one id in two spellings: the totals of all weeks would lack one of the two."""
    for rare, usual in mixed_spellings(Counter(location for _, location in cells)):
        row = min(cell.row for (_, location), cell in cells.items() if location == rare)
        message = spelling_message(rare, usual, (fields.quoted(rare), fields.quoted(usual)))
        problems.add(message, lambda r=row: table.position(r, columns.location), row)  # type: ignore[misc]


def check_size(cells: Cells, problems: Problems) -> None:
    """Report a problem if the cells span more than 5,200 weeks or have more than 1,000 locations."""
    days = [day for day, _ in cells]
    first, last = min(days), max(days)
    if last - first > 7 * MAX_WEEKS:
        span = f"{date.fromordinal(first)} to {date.fromordinal(last)}"
        problems.add(f"goes from {span}, more than {MAX_WEEKS:,} weeks; check the years")
    locations = len({location for _, location in cells})
    if locations > MAX_LOCATIONS:
        problems.add(f"has {locations:,} locations, more than {MAX_LOCATIONS:,}; give sectors of one front only")


def lay_out(cells: Cells, name: str) -> Observations:
    """Lay out cells as arrays of consecutive weeks, NaN where there is no cell. A missing total stays NaN."""
    days = sorted({day for day, _ in cells})
    locations = tuple(sorted({location for _, location in cells} - {TOTAL}))
    weeks: Days = np.arange(days[0] - _EPOCH, days[-1] - _EPOCH + 1, 7).astype("datetime64[D]")
    net: Floats = np.full((len(weeks), len(locations)), np.nan)
    total: Floats = np.full(len(weeks), np.nan)
    index = {location: i for i, location in enumerate(locations)}
    for (day, location), cell in cells.items():
        week = (day - days[0]) // 7
        if location == TOTAL:
            total[week] = cell.value
        else:
            net[week, index[location]] = cell.value
    return Observations(name, weeks, locations, net, total)


def check_totals_of_time(
    obs: Observations, cells: Cells, columns: Columns, table: SourceTable, problems: Problems
) -> None:
    """Report a series that never falls and mostly rises, in place of gains or losses of single weeks.

    Parameters
    ----------
    obs : Observations
        The cells as arrays, from `lay_out`.
    cells, columns, table
        The cells, their columns and their table, which give positions for messages.
    problems : Problems
        Collects the problems.
    """
    for location, values in ((TOTAL, obs.total), *zip(obs.locations, obs.net.T, strict=True)):
        if not is_running_total(values):
            continue
        known = values[~np.isnan(values)]
        row = min(cell.row for (_, place), cell in cells.items() if place == location)
        message = (
            f"{fields.quoted(location)} never falls, from {known[0]:g} to {known[-1]:g} in {len(known)} weeks: these "
            f"are running totals; give the {columns.unit} of each week alone, the difference from the week before"
        )
        problems.add(message, lambda r=row: table.position(r, columns.value), row)  # type: ignore[misc]


def check_totals(obs: Observations, cells: Cells, columns: Columns, table: SourceTable, problems: Problems) -> None:
    """Report each week whose total differs from the sum of its sectors by more than 1 km2. Skips incomplete weeks.

    Parameters
    ----------
    obs : Observations
        The cells as arrays, from `lay_out`.
    cells, columns, table
        The cells, their columns and their table, which give positions for messages.
    problems : Problems
        Collects the problems.
    """
    if not obs.locations:
        return
    sums = obs.net.sum(axis=1)
    for week in np.flatnonzero(np.abs(obs.total - sums) > _TOLERANCE_KM2):
        row = cells[int(obs.weeks[week].astype(int)) + _EPOCH, TOTAL].row
        message = (
            f"the total of {obs.weeks[week]}, {obs.total[week]:g}, is not the sum of the sectors, {sums[week]:g}"
            " (km2); correct one of them or leave the total out"
        )
        problems.add(message, lambda r=row: table.position(r, columns.value), row)  # type: ignore[misc]
