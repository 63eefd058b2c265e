"""Reads a table from comma-separated text.

A position in a message is `file:line:column`; lines and columns are counted from 1. A record is one row of the table.
It covers several lines if a quoted field contains line breaks.
"""

import csv
import io
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

from forecast.errors import ObservationError
from forecast.observations.table import MAX_ROWS, Problems, SourceTable, too_many_rows

_LINE_BREAK = re.compile("\r\n|[\n\r]")


def csv_table(raw: bytes, requested: Sequence[str], problems: Problems) -> SourceTable:
    """Parse the requested columns of a UTF-8 file with a header.

    A record may have empty fields beyond those of the header. A record with too few fields, or with text in such an
    extra field, is skipped and reported.

    Parameters
    ----------
    raw : bytes
        The whole file.
    requested : sequence of str
        Column names. A row has one value per name, in this order; None if the file has no such column.
    problems : Problems
        Collects the problems of the header, and later those of the rows when they are read.

    Raises
    ------
    ObservationError
        If the file is not comma-separated UTF-8 text, has more than MAX_ROWS rows, or has a requested column twice.
    """
    file = problems.file
    text = _decode(raw, file)
    if sum(1 for _ in _LINE_BREAK.finditer(text)) > MAX_ROWS + 1:
        raise too_many_rows(file)
    header_line, header = next(_records(text, file), (1, []))
    header = [field.strip() for field in header]
    header_position = f"{file}:{header_line}:1"
    for column in requested:
        if header.count(column) > 1:
            message = f"column '{column}' appears {header.count(column)} times; keep one"
            problems.add(message, lambda: header_position)
    problems.raise_if_any()
    index = {column: header.index(column) for column in requested if column in header}

    def position(row: int, column: str | None) -> str:
        if not row:
            return header_position
        if column is None:
            return f"{file}:{row}:1"
        lines = itertools.islice(io.StringIO(text, newline=""), row - 1, None)
        lines_below, line_column = _locate_field(lines, index[column])
        return f"{file}:{row + lines_below}:{line_column}"

    def rows() -> Iterator[tuple[int, tuple[object, ...]]]:
        for line, fields in itertools.islice(_records(text, file), 1, None):
            if len(fields) < len(header) or any(field.strip() for field in fields[len(header) :]):
                message = f"has {len(fields)} fields, the header has {len(header)}; check commas and quotes"
                problems.add(message, lambda line=line: position(line, None), line)  # type: ignore[misc]
                continue
            yield line, tuple(fields[index[column]] if column in index else None for column in requested)

    if len(header) == 1 and re.search("[;\t|]", header[0]):
        raise ObservationError.of(header_position, "fields must be separated by commas; save it as CSV with commas")
    return SourceTable(frozenset(index), rows, position)


def _records(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each record that is not empty: the line on which it starts, and its fields."""
    reader = csv.reader(io.StringIO(text, newline=""))
    while True:
        line = reader.line_num + 1
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise ObservationError.of(f"{file}:{line}:1", f"is not comma-separated text: {error}") from None
        if any(field.strip() for field in fields):
            yield line, fields


def _decode(raw: bytes, file: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        bad, before = error.object[error.start], error.object[: error.start].decode("utf-8", "replace")
    lines = _LINE_BREAK.split(before)
    message = f"is not UTF-8 text (byte 0x{bad:02x}); save it as UTF-8"
    raise ObservationError.of(f"{file}:{len(lines)}:{len(lines[-1]) + 1}", message)


def _locate_field(lines: Iterable[str], index: int) -> tuple[int, int]:
    """Find where a field begins in a record whose text starts with the first of `lines`.

    Returns the number of lines between the start of the record and the field, and the field's column, counted from 1.
    If the record has no field `index`, returns the start of the record, (0, 1).
    """
    field, at_start, is_quoted, in_quotes = 0, True, False, False
    for lines_below, line in enumerate(lines):
        for column, char in enumerate(line, 1):
            if field == index:
                return lines_below, column
            if char == '"' and (at_start or is_quoted):
                is_quoted, in_quotes = True, not in_quotes
            at_start = char == "," and not in_quotes
            if at_start:
                field, is_quoted = field + 1, False
                if field == index:
                    return lines_below, column + 1
        if not in_quotes:
            break
    return 0, 1
