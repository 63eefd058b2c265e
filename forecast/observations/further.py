"""Weekly series beside the front in the same file: claimed losses of the attacker and the salient that it lost."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from forecast.errors import ObservationError
from forecast.observations.cells import Columns, check_size, gather, lay_out
from forecast.observations.problems import Problems
from forecast.observations.read import NEEDED
from forecast.observations.rows import Table
from forecast.observations.series import Further
from forecast.observations.table import open_table

LOSSES, SALIENT = "losses_claimed", "salient_km2"
ABROAD = "abroad"
UNITS = {LOSSES: "persons", SALIENT: "km2"}
MOST = {LOSSES: 1_000_000.0, SALIENT: 50_000.0}


def read_further(path: str | Path, target: str, location: str) -> Further | None:
    """The rows of `target` (LOSSES or SALIENT) at `location`; None if the file has none of that target.

    Weeks that are not in the file lie between others as NaN. Raises ObservationError with all problems, also if the
    target is there but not at that location.
    """
    name = str(path)
    problems = Problems(name)
    table = open_table(Path(path), NEEDED, (), problems)
    columns = Columns("target_end_date", "location", "observation", 0.0, MOST[target], UNITS[target])
    cells = gather(_rows(table, target), columns, table, problems)
    problems.refuse()
    if not cells:
        return None
    there = sorted({place for _, place in cells})
    if location not in there:
        message = f"'{target}' is given for {', '.join(map(repr, there))}; its location must be '{location}'"
        raise ObservationError.of(name, message)
    cells = {key: cell for key, cell in cells.items() if key[1] == location}
    check_size(cells, problems)
    problems.refuse()
    found = lay_out(cells, name)
    return Further(target, found.weeks, found.net[:, 0])


def looks(paths: Sequence[str | Path], target: str, location: str) -> list[Further]:
    """`target` of every file that has it."""
    found = (read_further(path, target, location) for path in paths)
    return [series for series in found if series is not None]


def _rows(table: Table, target: str) -> Iterator[tuple[int, object, object, object]]:
    for row, (day, name, location, value) in table.rows():
        if isinstance(name, str) and name.strip() == target:
            yield row, day, location, value
