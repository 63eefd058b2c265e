"""Reads observation files (docs/data.md): weekly time-series target data in the format of the hubverse.

The salient is land of the attacker that the defender holds. An origin is the last day that a forecast knows.
"""

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from forecast.errors import ObservationError
from forecast.observations import fields
from forecast.observations.cells import (
    Cells,
    Columns,
    check_size,
    check_totals,
    check_totals_of_time,
    lay_out,
    read_cells,
)
from forecast.observations.foreign import foreign_problem
from forecast.observations.series import Observations, WeeklySeries, aligned, no_later
from forecast.observations.slips import spelling
from forecast.observations.table import Problems, SourceTable

SUFFIXES = (".csv", ".parquet")
MAX_BYTES = 100_000_000
NEEDED = ("target_end_date", "target", "location", "observation")
OPTIONAL = ("as_of",)
TARGET = "net_km2"
MOST_KM2 = 50_000.0
LOSSES, SALIENT = "losses_claimed", "salient_km2"
ABROAD = "abroad"  # location of the salient
UNITS = {LOSSES: "persons", SALIENT: "km2"}
MOST = {LOSSES: 1_000_000.0, SALIENT: 50_000.0}
_COLUMNS = Columns("target_end_date", "location", "observation", -MOST_KM2, MOST_KM2)


def read_observations(path: str | Path) -> Observations:
    """Read the weekly `net_km2` rows of a CSV or Parquet file. A location is `total` or the id of a sector.

    A missing week between the first and the last becomes a week of NaN. A missing total becomes the sum of the sectors
    of that week, or NaN if one of these is missing. Raises ObservationError with all problems of the file.
    """
    name = str(path)
    problems = Problems(name)
    table = open_table(Path(path), NEEDED, OPTIONAL, problems)
    cells = read_cells(_rows(table, TARGET, problems), _COLUMNS, table, problems)
    if not cells:
        if not problems.count:
            problems.add(f"has no row of target '{TARGET}'; weekly net gains are needed")
        problems.raise_if_any()
    return checked_series(cells, name, table, _COLUMNS, problems)


def read_all(paths: Sequence[str | Path]) -> list[Observations]:
    """Read several maps of one front and align them on the weeks and sectors of the first.

    Each other map must have the sectors of the first, or only the total. A week of the first map gets the last week of
    the other map that had ended by then. It ends up to 6 days earlier and never later, so a forecast never uses a day
    after its origin.

    Raises
    ------
    ObservationError
        If a file has problems (all of them are listed), if the maps do not fit together, or if a file is given twice.
    """
    maps = [read_observations(path) for path in paths]
    names: set[Path] = set()
    for path in paths:
        if Path(path).resolve() in names:
            raise ObservationError.of(str(path), "is given twice; give each map of the front once")
        names.add(Path(path).resolve())
    return [obs if i == 0 else aligned(maps[0], obs, no_later) for i, obs in enumerate(maps)]


def read_weekly_series(path: str | Path, target: str, location: str) -> WeeklySeries | None:
    """Read the weekly losses or the salient. Returns None if the file has no row of the target.

    Parameters
    ----------
    path : str or Path
        Observation file.
    target : str
        LOSSES (persons a week) or SALIENT (km2).
    location : str
        Location that the rows must have: the attacker's id for losses, ABROAD for the salient.

    Returns
    -------
    WeeklySeries or None
        The series; a missing week between the first and the last is NaN.

    Raises
    ------
    ObservationError
        If the file has problems (all of them are listed), or has the target only at other locations.
    """
    name = str(path)
    problems = Problems(name)
    table = open_table(Path(path), NEEDED, OPTIONAL, problems)
    columns = Columns("target_end_date", "location", "observation", 0.0, MOST[target], UNITS[target])
    cells = read_cells(_rows(table, target, problems), columns, table, problems)
    problems.raise_if_any()
    if not cells:
        return None
    locations = sorted({location for _, location in cells})
    if location not in locations:
        message = f"'{target}' is given for {', '.join(map(repr, locations))}; its location must be '{location}'"
        raise ObservationError.of(name, message)
    cells = {key: cell for key, cell in cells.items() if key[1] == location}
    check_size(cells, problems)
    problems.raise_if_any()
    obs = lay_out(cells, name)
    if target == LOSSES:
        check_totals_of_time(obs, cells, columns, table, problems)
        problems.raise_if_any()
    return WeeklySeries(target, obs.weeks, obs.net[:, 0])


def read_all_weekly_series(paths: Sequence[str | Path], target: str, location: str) -> list[WeeklySeries]:
    """Read `target` from every file that has it.

    Parameters
    ----------
    paths : sequence of str or Path
        Observation files.
    target, location : str
        The same as for `read_weekly_series`.
    """
    results = (read_weekly_series(path, target, location) for path in paths)
    return [series for series in results if series is not None]


def checked_series(cells: Cells, name: str, table: SourceTable, columns: Columns, problems: Problems) -> Observations:
    """Check the size and the totals of cells, lay them out as arrays, and fill in missing totals.

    Parameters
    ----------
    cells : Cells
        At least one cell.
    name : str
        The file, for messages.
    table, columns
        Table and columns that the cells come from, for messages.
    problems : Problems
        The problems found so far; those of this check are added.

    Raises
    ------
    ObservationError
        If there is any problem; all of them are listed.
    """
    check_size(cells, problems)
    problems.raise_if_any()
    obs = lay_out(cells, name)
    check_totals(obs, cells, columns, table, problems)
    check_totals_of_time(obs, cells, columns, table, problems)
    if np.isnan(obs.net).all() and np.isnan(obs.total).all():
        problems.add(f"column '{columns.value}' holds no value; every field of it is empty")
    problems.raise_if_any()
    return with_totals(obs)


def with_totals(obs: Observations) -> Observations:
    """Fill in each missing total with the sum of the sectors, which is NaN if one of them is missing."""
    if not obs.locations:
        return obs
    return replace(obs, total=np.where(np.isnan(obs.total), obs.net.sum(axis=1), obs.total))


def open_table(path: Path, needed: Sequence[str], optional: Sequence[str], problems: Problems) -> SourceTable:
    """Open a CSV or Parquet file; its suffix decides which.

    Parameters
    ----------
    path : Path
        The file.
    needed, optional : sequence of str
        Names of columns. A row has first the values of `needed`, then those of `optional`; None if the file does not
        have the column.
    problems : Problems
        Collects the problems of the header, and later those of the rows when they are read.

    Raises
    ------
    ObservationError
        If the file cannot be read, has a requested column twice, or lacks a needed one.
    """
    suffix = path.suffix.lower()
    if os.path.isdir(path):
        raise ObservationError.of(problems.file, "is a folder; name the file inside it")
    if suffix not in SUFFIXES:
        raise ObservationError.of(problems.file, "must be a .csv or a .parquet file; rename or convert it")
    raw = _read_bytes(path, problems.file)
    foreign = foreign_problem(raw, suffix)
    if foreign is not None:
        raise ObservationError.of(f"{problems.file}:1:1" if suffix == ".csv" else problems.file, foreign)
    if suffix == ".csv":
        from forecast.observations.csv_table import csv_table as read_table
    else:
        from forecast.observations.parquet_table import parquet_table as read_table
    table = read_table(raw, (*needed, *optional), problems)
    for column in (column for column in needed if column not in table.columns):
        problems.add(f"no column '{column}'; needed are {', '.join(needed)}", lambda: table.position(0, None))
    problems.raise_if_any()
    return table


def _read_bytes(path: Path, name: str) -> bytes:
    try:
        mode = os.stat(path).st_mode
        if stat.S_ISDIR(mode):
            raise ObservationError.of(name, "is a folder; name the file inside it")
        if not stat.S_ISREG(mode):
            raise ObservationError.of(name, "is not a regular file; save it as one first")
        with open(path, "rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        fix = "a link to a file that is not there; with git-annex, run `git annex get`"
        raise ObservationError.of(name, fix if path.is_symlink() else "no such file; check the path") from None
    except PermissionError:
        raise ObservationError.of(name, "no permission to read this file; change its rights or copy it") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ObservationError.of(name, f"cannot be read: {reason}; check the path") from None
    if not raw.strip():
        raise ObservationError.of(name, "the file is empty; it needs a header and weekly rows")
    if len(raw) > MAX_BYTES:
        raise ObservationError.of(name, "is larger than 100 MB; give weekly rows of one front only")
    return raw


def _rows(table: SourceTable, target: str, problems: Problems) -> Iterator[tuple[int, object, object, object]]:
    """Yield the rows of a target. A row without a target, or with another spelling of it, is reported."""
    for row, (day, name, location, value, as_of) in table.rows():
        text = name.strip() if isinstance(name, str) else name
        if text == target:
            if _is_whole_week(row, day, as_of, table, problems):
                yield row, day, location, value
        elif text is None or text == "":
            problems.add("the target is missing", lambda r=row: table.position(r, "target"), row)  # type: ignore[misc]
        elif isinstance(text, str) and spelling(text) == spelling(target):
            message = f"{fields.quoted(text)} must be written '{target}'"
            problems.add(message, lambda r=row: table.position(r, "target"), row)  # type: ignore[misc]


def _is_whole_week(row: int, day: object, as_of: object, table: SourceTable, problems: Problems) -> bool:
    """Whether a row was made after its week had ended. If not it holds a part of the week, and is reported."""
    try:
        made = fields.moment(as_of)
        end = fields.day(day) if made is not None else 0
    except fields.FieldError as error:
        if "as_of" in table.columns and isinstance(as_of, str) and str(error).startswith(fields.quoted(as_of.strip())):
            problems.add(str(error), lambda: table.position(row, "as_of"), row)
        return True  # a faulty date of the week is reported with the cell
    if made is None or made >= end:
        return True
    message = (
        f"as_of is {date.fromordinal(made)}, before the end of its week, {date.fromordinal(end)}: it holds a part of "
        "the week; leave the row out"
    )
    problems.add(message, lambda: table.position(row, "as_of"), row)
    return False
