"""Reads weekly sector tables, as published with maps, into observations."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from forecast.errors import ObservationError
from forecast.observations.cells import Columns, check_size, lay_out, read_cells
from forecast.observations.read import MOST_KM2, checked_series, open_table, with_totals
from forecast.observations.series import Observations, aligned, nearest, require_same_sectors
from forecast.observations.table import Problems, SourceTable

NET, LEVEL = "net_km2", "occupied_km2"
_LARGEST_KM2 = 20_000_000.0  # no country is larger


def read_sector_table(path: str | Path, note: Callable[[str], None] = lambda text: None) -> Observations:
    """Read a table with `week_end`, `sector_id`, and `net_km2` or `occupied_km2`.

    From `occupied_km2` the net gain is the weekly difference of the area. It is NaN in the first week and after a
    missing week, and `note` is called with a message. Weeks without any value are left out at both ends.

    Raises
    ------
    ObservationError
        With all problems of the table.
    """
    name = str(path)
    problems = Problems(name)
    table = open_table(Path(path), ("week_end", "sector_id"), (NET, LEVEL), problems)
    if not table.columns & {NET, LEVEL}:
        raise ObservationError.of(
            table.position(0, None), f"no column '{NET}', and no '{LEVEL}' to take it from; add one"
        )
    is_net = NET in table.columns
    if not is_net:
        note(f"note: {name} has no column '{NET}'; weekly differences of '{LEVEL}' are used")
    bounds = (-MOST_KM2, MOST_KM2) if is_net else (0.0, _LARGEST_KM2)
    columns = Columns("week_end", "sector_id", NET if is_net else LEVEL, *bounds)
    cells = read_cells(_rows(table, is_net), columns, table, problems)
    if not cells:
        if not problems.count:
            problems.add("has no rows; weekly rows by sector are needed")
        problems.raise_if_any()
    if is_net:
        return trimmed(checked_series(cells, name, table, columns, problems))
    check_size(cells, problems)
    problems.raise_if_any()
    return trimmed(_differences(lay_out(cells, name)))


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
