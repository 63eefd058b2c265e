"""Tables of estimates, one a row, as Parquet and as CSV with the same numbers."""

import io
import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
from pyarrow import csv

from forecast.store.arrow import list_to_arrow
from forecast.store.atomic import FileEntry, publish
from forecast.store.parquet import write_table
from forecast.store.registry import Variable
from forecast.store.types import schema_of


def write_estimates(
    rows: Iterable[Sequence[object]],
    variables: tuple[Variable, ...],
    folder: Path,
    name: str,
    csv_name: str,
    mark: str = "",
) -> list[FileEntry]:
    """Write both files in the order of `rows`; numbers that are not finite become null. Raises RunError.

    rows: one value for each of `variables`, in their order. mark: what the estimates rest on.
    """
    table = estimates_table(rows, variables)
    text = io.BytesIO()
    csv.write_csv(table, text, csv.WriteOptions(quoting_style="needed"))
    return [
        write_table(table, with_mark(variables, mark), folder, name),
        publish(folder, csv_name, text.getvalue(), table.num_rows),
    ]


def estimates_table(rows: Iterable[Sequence[object]], variables: tuple[Variable, ...]) -> pa.Table:
    """Rows as columns with their types on disk; numbers that are not finite become null."""
    lists: list[list[object]] = [[] for _ in variables]
    for row in rows:
        for found, value in zip(lists, row, strict=True):
            found.append(None if isinstance(value, float) and not math.isfinite(value) else value)
    schema = schema_of(variables)
    arrays = [list_to_arrow(found, field.type) for found, field in zip(lists, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def with_mark(variables: Iterable[Variable], mark: str) -> tuple[Variable, ...]:
    """The same with what the estimates rest on."""
    return tuple(replace(v, evidence=mark) if v.kind == "estimate" else v for v in variables)
