"""Reads the training series: CSV files in one folder, of which only rows up to the last training week are used."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from forecast.errors import ObservationError

LAST_WEEK = "2024-11-30"
FIRST_WEEK = "2022-12-03"  # the weeks before hold the withdrawal from the right bank, a one-off
MIN_WEEKS = 100
MAPS = ("territory_weekly_sector.csv", "territory_weekly_sector_uacontrolmap.csv")
"""Weekly sector tables of the first and the second map."""

Floats = npt.NDArray[np.float64]


class WeeklySectors(NamedTuple):
    """Weekly sector series of one map.

    Attributes
    ----------
    weeks, sectors : list of str
        Last day of each week, and ids of the sectors.
    net, gain, counter : float64[n_weeks, n_sectors]
        Net gain of the attacker and gross gains of both sides, km2; NaN where the map has no value.
    """

    weeks: list[str]
    sectors: list[str]
    net: Floats
    gain: Floats
    counter: Floats


def read_rows(folder: Path, name: str, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV file.

    Parameters
    ----------
    folder, name : Path, str
        Folder and name of the file.
    columns : tuple of str
        Columns that the file must have.

    Raises
    ------
    ObservationError
        If the file or a column is missing.
    """
    path = folder / name
    try:
        stream = path.open(encoding="utf-8", newline="")
    except OSError as error:
        message = f"cannot be read ({error.strerror}); pass the folder that holds the training series"
        raise ObservationError.of(str(path), message) from None
    with stream:
        reader = csv.DictReader(stream)
        missing = [column for column in columns if column not in (reader.fieldnames or [])]
        if missing:
            raise ObservationError.of(f"{path}:1", f"no column '{missing[0]}'; expected {', '.join(columns)}")
        yield from reader


def number(text: str, where: str) -> float:
    """Read a field as a float, or NaN if it is empty. `where` names the field in a message.

    Raises
    ------
    ObservationError
        If the field is not a number.
    """
    try:
        return float(text) if text else np.nan
    except ValueError:
        raise ObservationError.of(where, f"'{text}' is not a number") from None


def read_weekly(folder: Path, name: str, later: Path | None = None, last: str = LAST_WEEK) -> WeeklySectors:
    """Read a weekly sector table.

    Parameters
    ----------
    folder, name : Path, str
        Folder and name of the file.
    later : Path, optional
        Folder of the same table for the time after the training series.
    last : str
        Last day of the last week that is read.

    Raises
    ------
    ObservationError
        If a week lacks a sector, or there are too few weeks.
    """
    fields = ("net_km2", "ru_gain_km2", "ua_gain_km2")
    values: dict[str, dict[str, list[float]]] = {}
    for source in (folder,) if later is None else (folder, later):
        for row in read_rows(source, name, ("week_end", "sector_id", *fields)):
            week, sector = row["week_end"], row["sector_id"]
            if FIRST_WEEK <= week <= last:
                where = f"{source / name}: week {week}, sector {sector}"
                values.setdefault(week, {})[sector] = [number(row[field], where) for field in fields]
    weeks = sorted(values)
    if len(weeks) < MIN_WEEKS or weeks[-1] != last:
        message = f"{len(weeks)} weeks up to {last}; at least {MIN_WEEKS} that end with it are needed"
        raise ObservationError.of(str(folder / name), message)
    sectors = sorted(values[weeks[-1]])
    short = [week for week in weeks if sorted(values[week]) != sectors]
    if short:
        raise ObservationError.of(str(folder / name), f"week {short[0]} lacks sectors that {last} has")
    table = np.array([[values[week][sector] for sector in sectors] for week in weeks])
    return WeeklySectors(weeks, sectors, table[..., 0], table[..., 1], table[..., 2])


def read_column(
    folder: Path, name: str, key: str, field: str, accept: Callable[[str], bool]
) -> tuple[list[str], Floats]:
    """Read one numeric column and its keys, in the order of the file, without empty fields.

    Parameters
    ----------
    folder, name : Path, str
        Folder and name of the file.
    key : str
        Name of the column of dates or ids.
    field : str
        Name of the numeric column.
    accept : callable
        Returns whether the row with a key is used.

    Raises
    ------
    ObservationError
        If no row is left.
    """
    pairs = [
        (row[key], number(row[field], f"{folder / name}: {row[key]}"))
        for row in read_rows(folder, name, (key, field))
        if accept(row[key]) and row[field]
    ]
    if not pairs:
        raise ObservationError.of(str(folder / name), f"no usable rows in column '{field}' up to {LAST_WEEK}")
    return [pair[0] for pair in pairs], np.array([pair[1] for pair in pairs])
