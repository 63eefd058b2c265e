"""Reads a table from a Parquet file. A position in a message is `file: row N, column`; rows are counted from 1."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from forecast.errors import ObservationError
from forecast.observations.table import MAX_ROWS, Problems, SourceTable, too_many_rows

MAX_UNPACKED_BYTES = 1_000_000_000
_EPOCH = date(1970, 1, 1).toordinal()
_DAY_S = 86_400


def parquet_table(raw: bytes, requested: Sequence[str], problems: Problems) -> SourceTable:
    """Read the requested columns of a Parquet file.

    Parameters
    ----------
    raw : bytes
        The whole file.
    requested : sequence of str
        Column names. A row has one value per name, in this order; None if the file has no such column.
    problems : Problems
        Gives the name of the file for messages; nothing is added to it.

    Raises
    ------
    ObservationError
        If the file is not Parquet, has more than MAX_ROWS rows, unpacks to more than 1 GB, or has a requested column
        twice.
    """
    file = problems.file
    try:
        columns = _read_columns(raw, requested, file)
    except (pa.ArrowException, OSError, ValueError, TypeError, KeyError, OverflowError) as error:
        reason = (str(error).splitlines() or ["damaged"])[0][:200].rstrip(".")
        raise ObservationError.of(file, f"cannot be read as Parquet: {reason}; write it again") from None

    def position(row: int, column: str | None) -> str:
        if not row:
            return file
        return f"{file}: row {row}" if column is None else f"{file}: row {row}, {column}"

    def rows() -> Iterator[tuple[int, tuple[object, ...]]]:
        count = len(next(iter(columns.values()), []))
        empty = [None] * count
        lists = [columns.get(column, empty) for column in requested]
        yield from enumerate(zip(*lists, strict=True), 1)

    return SourceTable(frozenset(columns), rows, position)


def _read_columns(raw: bytes, requested: Sequence[str], file: str) -> dict[str, list[Any]]:
    parquet = pq.ParquetFile(pa.BufferReader(raw))
    metadata = parquet.metadata
    if metadata.num_rows > MAX_ROWS:
        raise too_many_rows(file)
    if sum(metadata.row_group(i).total_byte_size for i in range(metadata.num_row_groups)) > MAX_UNPACKED_BYTES:
        raise ObservationError.of(file, "unpacks to more than 1 GB; give weekly rows of one front only")
    names = parquet.schema_arrow.names
    for column in requested:
        if names.count(column) > 1:
            raise ObservationError.of(file, f"column '{column}' appears {names.count(column)} times; keep one")
    present = [column for column in requested if column in names]
    table = parquet.read(columns=present, use_threads=False)
    return {column: _python_values(table.column(column)) for column in present}


def _python_values(column: pa.ChunkedArray) -> list[Any]:
    """Convert a column to Python values.

    A time stamp at midnight, in its zone if it has one, becomes a date. A time stamp at another hour, or beyond the
    calendar of Python, becomes a text that names the zone and is later refused as a date.
    """
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_date(column.type):
        column = column.cast(pa.timestamp("s"))
    if not pa.types.is_timestamp(column.type):
        values: list[Any] = column.to_pylist()
        return values
    zone = column.type.tz
    if zone is not None:
        column = pc.local_timestamp(column)
    floored = pc.floor_temporal(column, unit="second") if column.type.unit != "s" else column
    seconds = floored.cast(pa.timestamp("s"), safe=False).cast(pa.int64())
    exact = pc.equal(floored, column)
    return [_to_date(s, e, zone) for s, e in zip(seconds.to_pylist(), exact.to_pylist(), strict=True)]


def _to_date(seconds: int | None, is_exact: bool | None, zone: str | None) -> date | str | None:
    if seconds is None:
        return None
    ordinal = seconds // _DAY_S + _EPOCH
    if not 1 <= ordinal <= date.max.toordinal():
        return f"{seconds} seconds since 1970"
    day = date.fromordinal(ordinal)
    if is_exact and seconds % _DAY_S == 0:
        return day
    time = seconds % _DAY_S
    clock = f"{day} {time // 3600:02d}:{time // 60 % 60:02d}"
    return f"{clock} in the zone {zone[:40]}" if zone is not None else clock
