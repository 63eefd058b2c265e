"""Reading observations: tidy hubverse time-series target data, one file or several looks at one front."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from forecast.errors import ObservationError
from forecast.observations.align import aligned, no_later
from forecast.observations.cells import Cells, Columns, check_size, check_totals, gather, lay_out
from forecast.observations.problems import Problems
from forecast.observations.rows import Table
from forecast.observations.series import Observations
from forecast.observations.table import open_table

TARGET = "net_km2"
NEEDED = ("target_end_date", "target", "location", "observation")
BEYOND_KM2 = 50_000.0
_COLUMNS = Columns("target_end_date", "location", "observation", -BEYOND_KM2, BEYOND_KM2)


def read_observations(path: str | Path) -> Observations:
    """The weekly `net_km2` rows of a CSV or Parquet file, each location `total` or the id of a sector.

    Weeks that are not in the file lie between others as NaN. A total that is not in the file is the sum of the
    sectors of that week, NaN if one is missing. Raises ObservationError with all problems.
    """
    name = str(path)
    problems = Problems(name)
    table = open_table(Path(path), NEEDED, (), problems)
    cells = gather(_rows(table), _COLUMNS, table, problems)
    if not cells:
        if not problems.count:
            problems.add(f"has no row of target '{TARGET}'; weekly net gains are needed")
        problems.refuse()
    return finished(cells, name, table, _COLUMNS, problems)


def finished(cells: Cells, name: str, table: Table, columns: Columns, problems: Problems) -> Observations:
    """The checked cells as a series with its totals. Raises ObservationError with all problems."""
    check_size(cells, problems)
    problems.refuse()
    obs = lay_out(cells, name)
    check_totals(obs, cells, columns, table, problems)
    if np.isnan(obs.net).all() and np.isnan(obs.total).all():
        problems.add(f"column '{columns.value}' holds no value; every field of it is empty")
    problems.refuse()
    return with_totals(obs)


def with_totals(obs: Observations) -> Observations:
    """The same with the sum of the sectors where no total is given."""
    if not obs.locations:
        return obs
    return replace(obs, total=np.where(np.isnan(obs.total), obs.net.sum(axis=1), obs.total))


def read_all(paths: Sequence[str | Path]) -> list[Observations]:
    """Several looks at one front, the first of which leads: all have its weeks and its sectors.

    The others must have the sectors of the first, or the total only. A week of the first shows of the others the
    last week that has ended by then, so up to 6 days earlier and never later: no origin sees past its own day.
    Raises ObservationError.
    """
    found = [read_observations(path) for path in paths]
    names: set[Path] = set()
    for path in paths:
        if Path(path).resolve() in names:
            raise ObservationError.of(str(path), "is given twice; each file is one look at the front")
        names.add(Path(path).resolve())
    return [obs if i == 0 else aligned(found[0], obs, no_later) for i, obs in enumerate(found)]


def _rows(table: Table) -> Iterator[tuple[int, object, object, object]]:
    for row, (day, target, location, value) in table.rows():
        if isinstance(target, str) and target.strip() == TARGET:
            yield row, day, location, value
