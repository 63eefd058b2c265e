"""A table that was read from a file, and the problems found in it, each with its position in the file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from forecast.errors import ObservationError, Problem

MAX_ROWS = 2_000_000
MAX_PROBLEMS = 20  # that are shown; the others are only counted


@dataclass(frozen=True)
class SourceTable:
    """Rows of the requested columns of a CSV or Parquet file.

    Attributes
    ----------
    columns : frozenset of str
        The requested columns that the file has.
    rows : callable
        Takes nothing and yields (row number, values) for each row. The values are in the order of the request; None
        stands for a column that the file does not have. The row number of a CSV row is the line on which it starts.
    position : callable
        Takes (row number, column) and returns the position for a message: `file:line:column` or `file: row N, column`.
        If column is None it is the position of the row. Row 0 is the header of a CSV file, or a whole Parquet file.
    """

    columns: frozenset[str]
    rows: Callable[[], Iterator[tuple[int, tuple[object, ...]]]]
    position: Callable[[int, str | None], str]


class Problems:
    """Collects the problems of `file`: stores the first 20 and counts the others. `raise_if_any` raises them."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.count = 0
        self._stored: list[tuple[int, Problem]] = []

    def add(self, message: str | Callable[[], str], position: Callable[[], str] | None = None, row: int = 0) -> None:
        """Add one problem.

        Parameters
        ----------
        message : str or callable
            The text, or a function that returns it. The function is called only if the problem is stored.
        position : callable, optional
            Returns the position. Without it the problem concerns the whole file.
        row : int
            Row number, by which the messages are sorted.
        """
        self.count += 1
        if len(self._stored) < MAX_PROBLEMS:
            text = message if isinstance(message, str) else message()
            self._stored.append((row, Problem(position() if position else self.file, text)))

    def raise_if_any(self) -> None:
        """Raise all stored problems, if there are any.

        Raises
        ------
        ObservationError
            With the stored problems in order of rows, and the number of the others.
        """
        if not self.count:
            return
        problems = [problem for _, problem in sorted(self._stored, key=lambda pair: pair[0])]
        if self.count > len(problems):
            problems.append(Problem(self.file, f"and {self.count - len(problems):,} more"))
        raise ObservationError(problems)


def too_many_rows(file: str) -> ObservationError:
    """Return the error for a table that is too long to be a weekly series."""
    return ObservationError.of(file, f"has more than {MAX_ROWS:,} rows; give weekly rows of one front only")
