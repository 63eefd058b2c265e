"""A table from a Parquet file. Positions are file, row (counted from 1) and column."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from forecast.errors import ObservationError
from forecast.observations.table import MOST_ROWS, Problems, SourceTable, too_many_rows

MOST_BYTES = 1_000_000_000
_EPOCH = date(1970, 1, 1).toordinal()
_DAY_S = 86_400


def parquet_table(raw: bytes, requested: Sequence[str], problems: Problems) -> SourceTable:
    """The requested columns of a Parquet file.

    Parameters
    ----------
    raw : bytes
        The whole file.
    requested : sequence of str
        Columns, in the order of the values of a row.
    problems : Problems
        Gives the name of the file.

    Raises
    ------
    ObservationError
        If it is not a Parquet file or too large.
    """
    name = problems.name
    try:
        columns = _columns(raw, requested, name)
    except (pa.ArrowException, OSError, ValueError, TypeError, KeyError, OverflowError) as error:
        reason = (str(error).splitlines() or ["damaged"])[0][:200].rstrip(".")
        raise ObservationError.of(name, f"cannot be read as Parquet: {reason}; write it again") from None

    def position(row: int, column: str | None) -> str:
        if not row:
            return name
        return f"{name}: row {row}" if column is None else f"{name}: row {row}, {column}"

    def rows() -> Iterator[tuple[int, tuple[object, ...]]]:
        count = len(next(iter(columns.values()), []))
        empty = [None] * count
        lists = [columns.get(column, empty) for column in requested]
        yield from enumerate(zip(*lists, strict=True), 1)

    return SourceTable(frozenset(columns), rows, position)


def _columns(raw: bytes, requested: Sequence[str], name: str) -> dict[str, list[Any]]:
    file = pq.ParquetFile(pa.BufferReader(raw))
    head = file.metadata
    if head.num_rows > MOST_ROWS:
        raise too_many_rows(name)
    if sum(head.row_group(i).total_byte_size for i in range(head.num_row_groups)) > MOST_BYTES:
        raise ObservationError.of(name, "unpacks to more than 1 GB; give weekly rows of one front only")
    names = file.schema_arrow.names
    for column in requested:
        if names.count(column) > 1:
            raise ObservationError.of(name, f"column '{column}' appears {names.count(column)} times; keep one")
    present = [column for column in requested if column in names]
    table = file.read(columns=present, use_threads=False)
    return {column: _values(table.column(column)) for column in present}


def _values(column: pa.ChunkedArray) -> list[Any]:
    """Python values. A time stamp at midnight becomes a date; one that no calendar holds becomes text."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_date(column.type):
        column = column.cast(pa.timestamp("s"))
    if not pa.types.is_timestamp(column.type):
        values: list[Any] = column.to_pylist()
        return values
    whole = pc.floor_temporal(column, unit="second") if column.type.unit != "s" else column
    seconds = whole.cast(pa.timestamp("s", column.type.tz), safe=False).cast(pa.int64())
    exact = pc.equal(whole, column)
    return [_date(s, e) for s, e in zip(seconds.to_pylist(), exact.to_pylist(), strict=True)]


def _date(seconds: int | None, is_whole: bool | None) -> date | str | None:
    if seconds is None:
        return None
    ordinal = seconds // _DAY_S + _EPOCH
    if not 1 <= ordinal <= date.max.toordinal():
        return f"{seconds} seconds since 1970"
    day = date.fromordinal(ordinal)
    return day if is_whole and seconds % _DAY_S == 0 else f"{day} with a time of day"
