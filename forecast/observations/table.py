"""A table read from a file: its rows with their positions for messages, and the problems found in it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from forecast.errors import ObservationError, Problem

MOST_ROWS = 2_000_000
MOST_PROBLEMS = 20


@dataclass(frozen=True)
class SourceTable:
    """Rows of the requested columns of a CSV or Parquet file.

    Attributes
    ----------
    columns : frozenset of str
        The requested columns that the file has.
    rows : callable
        Yields (row number, values in the order of the request); the value of an absent column is None.
    position : callable
        Position of (row number, column): `file:line:col` or `file: row N, column`; of the whole row if column is None.
    """

    columns: frozenset[str]
    rows: Callable[[], Iterator[tuple[int, tuple[object, ...]]]]
    position: Callable[[int, str | None], str]


class Problems:
    """Problems of the file `name`. The first 20 are stored, all are counted, and `refuse` raises them at once."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.count = 0
        self._stored: list[tuple[int, Problem]] = []

    def add(self, message: str | Callable[[], str], position: Callable[[], str] | None = None, row: int = 0) -> None:
        """Add one problem.

        Parameters
        ----------
        message : str or callable
            The text, or a function that makes it; it is called only if the problem is stored.
        position : callable, optional
            Makes the position. Without it the problem belongs to the whole file.
        row : int
            Row number, for the order of the messages.
        """
        self.count += 1
        if len(self._stored) < MOST_PROBLEMS:
            text = message if isinstance(message, str) else message()
            self._stored.append((row, Problem(position() if position else self.name, text)))

    def refuse(self) -> None:
        """Raise all stored problems, if there are any.

        Raises
        ------
        ObservationError
            With the first 20 problems in order of rows, and the number of the others.
        """
        if not self.count:
            return
        problems = [problem for _, problem in sorted(self._stored, key=lambda pair: pair[0])]
        if self.count > len(problems):
            problems.append(Problem(self.name, f"and {self.count - len(problems):,} more"))
        raise ObservationError(problems)


def too_many_rows(name: str) -> ObservationError:
    """The error for a table that is too long to be a weekly series."""
    return ObservationError.of(name, f"has more than {MOST_ROWS:,} rows; give weekly rows of one front only")
