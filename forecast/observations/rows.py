"""Rows of a table with places for messages, whatever file they come from."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from forecast.errors import ObservationError

MOST_ROWS = 2_000_000


@dataclass(frozen=True)
class Table:
    """Rows of the columns asked for.

    columns: those of them that the file has. rows: makes pairs of a row's number and its values in the order asked
    for, None for a column that is not there. place: `file:line:col` or `file: row N, column` of a row's value, or of
    the row where the column is None.
    """

    columns: frozenset[str]
    rows: Callable[[], Iterator[tuple[int, tuple[object, ...]]]]
    place: Callable[[int, str | None], str]


def too_many_rows(name: str) -> ObservationError:
    """The error for a table that is no weekly series."""
    return ObservationError.of(name, f"has more than {MOST_ROWS:,} rows; give weekly rows of one front only")
