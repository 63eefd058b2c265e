"""A table from comma-separated text. Positions are file, line and column, both counted from 1."""

import csv
import io
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

from forecast.errors import ObservationError
from forecast.observations.table import MOST_ROWS, Problems, SourceTable, too_many_rows

_BREAK = re.compile("\r\n|[\n\r]")


def csv_table(raw: bytes, requested: Sequence[str], problems: Problems) -> SourceTable:
    """The requested columns of a UTF-8 file with a header.

    Parameters
    ----------
    raw : bytes
        The whole file.
    requested : sequence of str
        Columns, in the order of the values of a row.
    problems : Problems
        Collects what is wrong with single rows.

    Raises
    ------
    ObservationError
        If it is not comma-separated UTF-8 text, or too long.
    """
    name = problems.name
    text = _decoded(raw, name)
    if sum(1 for _ in _BREAK.finditer(text)) > MOST_ROWS + 1:
        raise too_many_rows(name)
    header_line, header = next(_records(text, name), (1, []))
    header = [field.strip() for field in header]
    for column in requested:
        if header.count(column) > 1:
            problems.add(f"column '{column}' appears {header.count(column)} times; keep one", lambda: f"{name}:1:1")
    problems.refuse()
    index = {column: header.index(column) for column in requested if column in header}

    def position(row: int, column: str | None) -> str:
        start = row or header_line
        if column is None:
            return f"{name}:{start}:1"
        lines = itertools.islice(io.StringIO(text, newline=""), start - 1, None)
        down, col = _locate(lines, index[column])
        return f"{name}:{start + down}:{col}"

    def rows() -> Iterator[tuple[int, tuple[object, ...]]]:
        for line, fields in itertools.islice(_records(text, name), 1, None):
            if len(fields) < len(header) or any(field.strip() for field in fields[len(header) :]):
                message = f"has {len(fields)} fields, the header has {len(header)}; check commas and quotes"
                problems.add(message, lambda line=line: position(line, None), line)  # type: ignore[misc]
                continue
            yield line, tuple(fields[index[column]] if column in index else None for column in requested)

    if len(header) == 1 and re.search("[;\t|]", header[0]):
        raise ObservationError.of(
            f"{name}:{header_line}:1", "fields must be separated by commas; save it as CSV with commas"
        )
    return SourceTable(frozenset(index), rows, position)


def _records(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """The line on which each record starts, and its fields; skips empty records."""
    reader = csv.reader(io.StringIO(text, newline=""))
    while True:
        line = reader.line_num + 1
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise ObservationError.of(f"{name}:{line}:1", f"is not comma-separated text: {error}") from None
        if any(field.strip() for field in fields):
            yield line, fields


def _decoded(raw: bytes, name: str) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ObservationError.of(f"{name}:1:1", "is UTF-16; save it as UTF-8")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        bad, before = error.object[error.start], error.object[: error.start].decode("utf-8", "replace")
    lines = _BREAK.split(before)
    message = f"is not UTF-8 text (byte 0x{bad:02x}); save it as UTF-8"
    raise ObservationError.of(f"{name}:{len(lines)}:{len(lines[-1]) + 1}", message)


def _locate(lines: Iterable[str], index: int) -> tuple[int, int]:
    """Where field `index` of a record begins: lines below the first line of the record, and column."""
    field, is_fresh, is_quoted, is_inside = 0, True, False, False
    for down, line in enumerate(lines):
        for col, char in enumerate(line, 1):
            if field == index:
                return down, col
            if char == '"' and (is_fresh or is_quoted):
                is_quoted, is_inside = True, not is_inside
            is_fresh = char == "," and not is_inside
            if is_fresh:
                field, is_quoted = field + 1, False
                if field == index:
                    return down, col + 1
        if not is_inside:
            break
    return 0, 1
