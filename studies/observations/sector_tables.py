"""Reads weekly sector tables, as published with maps, into observations."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from forecast.errors import ObservationError
from forecast.observations.cells import Cells, Columns, check_size, lay_out, read_cells
from forecast.observations.read import MOST_KM2, checked_series, open_table, with_totals
from forecast.observations.series import Floats, Observations, aligned, nearest, require_same_sectors
from forecast.observations.table import Problems, SourceTable
from studies.observations.join_tables import join_weeks

NET, LEVEL = "net_km2", "occupied_km2"
_LARGEST_KM2 = 20_000_000.0  # no country is larger


class SectorTable(NamedTuple):
    """Net gains of a table, with all its weeks, and its occupied areas if it has them."""

    gains: Observations
    areas: Observations | None


def read_sector_tables(paths: Sequence[str | Path], note: Callable[[str], None] = lambda text: None) -> Observations:
    """Read tables of one map that follow each other in time, earliest first, as one record.

    From `occupied_km2` the net gain is the weekly difference of the area. It is NaN in the first week and after a
    missing week, and `note` is called with a message. Weeks without any value are left out at both ends.

    Parameters
    ----------
    paths : sequence of str or Path
        At least one table with `week_end`, `sector_id`, and `net_km2` or `occupied_km2`.
    note : callable
        Called with a message if a table has no `net_km2`.

    Raises
    ------
    ObservationError
        With all problems of a table, or if a table does not follow the one before it (`join_weeks`).
    """
    joins = len(paths) > 1
    before = _read_table(paths[0], joins, note)
    record = trimmed(before.gains)
    for path in paths[1:]:
        after = _read_table(path, joins, note)
        record = join_weeks(record, after.gains, _step(before.areas, after.areas))
        before = after
    return trimmed(record)


def _read_table(path: str | Path, with_areas: bool, note: Callable[[str], None]) -> SectorTable:
    name = str(path)
    problems = Problems(name)
    table = open_table(Path(path), ("week_end", "sector_id"), (NET, LEVEL), problems)
    if not table.columns & {NET, LEVEL}:
        raise ObservationError.of(
            table.position(0, None), f"no column '{NET}', and no '{LEVEL}' to take it from; add one"
        )
    if NET not in table.columns:
        note(f"note: {name} has no column '{NET}'; weekly differences of '{LEVEL}' are used")
        areas = _areas(name, table, problems)
        return SectorTable(_differences(areas), areas)
    columns = Columns("week_end", "sector_id", NET, -MOST_KM2, MOST_KM2)
    gains = checked_series(_cells(columns, table, problems), name, table, columns, problems)
    known = with_areas and LEVEL in table.columns
    return SectorTable(gains, _areas(name, table, problems) if known else None)


def _areas(name: str, table: SourceTable, problems: Problems) -> Observations:
    cells = _cells(Columns("week_end", "sector_id", LEVEL, 0.0, _LARGEST_KM2), table, problems)
    check_size(cells, problems)
    problems.raise_if_any()
    return lay_out(cells, name)


def _cells(columns: Columns, table: SourceTable, problems: Problems) -> Cells:
    cells = read_cells(_rows(table, columns.value == NET), columns, table, problems)
    if not cells:
        if not problems.count:
            problems.add("has no rows; weekly rows by sector are needed")
        problems.raise_if_any()
    return cells


def _step(before: Observations | None, after: Observations | None) -> Floats | None:
    """Return the change of the occupied areas over the seam, km2; None if a table has no areas or other sectors."""
    if before is None or after is None or before.locations != after.locations:
        return None
    return np.asarray(after.net[0] - before.net[-1])


def mean_of_maps(first: Observations, second: Observations) -> Observations:
    """Average two maps, in the weeks of the first map that both have. Values are NaN if one map has none.

    The second map's weeks may end up to 3 days earlier or later.

    Raises
    ------
    ObservationError
        If the sectors differ.
    """
    require_same_sectors(first, second)
    if first.locations != second.locations:
        raise ObservationError.of(
            second.name, f"has only the total and {first.name} has sectors, or the other way round"
        )
    other = aligned(first, second, nearest)
    both = replace(first, net=(first.net + other.net) / 2, total=(first.total + other.total) / 2)
    return trimmed(both)


def trimmed(obs: Observations) -> Observations:
    """Return the weeks from the first to the last with a value.

    Raises
    ------
    ObservationError
        If no week has a value.
    """
    known = np.flatnonzero(~np.isnan(obs.total) | ~np.isnan(obs.net).all(axis=1))
    if not len(known):
        raise ObservationError.of(obs.name, "no week with a value is left; check --since, --until and empty columns")
    return obs.since(obs.weeks[known[0]]).until(obs.weeks[known[-1]])


def _differences(levels: Observations) -> Observations:
    net = np.diff(levels.net, axis=0, prepend=np.nan)
    total = np.diff(levels.total, prepend=np.nan)
    beyond = np.abs(np.column_stack([net, total])) > MOST_KM2
    if beyond.any():
        week = levels.weeks[np.flatnonzero(beyond.any(axis=1))[0]]
        message = f"'{LEVEL}' moves by more than {MOST_KM2:,.0f} km2 in the week to {week}; check the unit"
        raise ObservationError.of(levels.name, message)
    return with_totals(replace(levels, net=net, total=total))


def _rows(table: SourceTable, is_net: bool) -> Iterator[tuple[int, object, object, object]]:
    for row, (week, sector, net, level) in table.rows():
        yield row, week, sector, net if is_net else level
