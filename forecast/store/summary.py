"""`summary.parquet` and `summary.csv`: estimates in hubverse columns."""

import io
import math
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
from pyarrow import csv

from forecast.store.arrow import list_to_arrow
from forecast.store.atomic import FileEntry, publish
from forecast.store.parquet import write_table
from forecast.store.registry_series import SUMMARY_VARIABLES
from forecast.store.tidy import with_mark
from forecast.store.types import schema_of

NAME = "summary.parquet"
CSV_NAME = "summary.csv"


class SummaryRow(NamedTuple):
    """One estimate. output_type: mean | quantile | probability; output_type_id: the level as text, or None."""

    origin_date: date
    scenario_id: str
    location: str
    target: str
    horizon: int
    target_end_date: date
    output_type: str
    output_type_id: str | None
    value: float
    mcse: float
    n: int


def write_summary(rows: Iterable[SummaryRow], folder: Path, mark: str = "") -> list[FileEntry]:
    """Write both files in the order of `rows`; NaN becomes null. mark: what the values rest on. Raises RunError."""
    table = summary_table(rows)
    text = io.BytesIO()
    csv.write_csv(table, text, csv.WriteOptions(quoting_style="needed"))
    return [
        write_table(table, with_mark(SUMMARY_VARIABLES, mark), folder, NAME),
        publish(folder, CSV_NAME, text.getvalue(), table.num_rows),
    ]


def summary_table(rows: Iterable[SummaryRow]) -> pa.Table:
    """Columns with their types on disk; numbers that are not finite become null."""
    lists: dict[str, list[object]] = {variable.name: [] for variable in SUMMARY_VARIABLES}
    for row in rows:
        for name, value in row._asdict().items():
            lists[name].append(None if isinstance(value, float) and not math.isfinite(value) else value)
    schema = schema_of(SUMMARY_VARIABLES)
    return pa.table({field.name: list_to_arrow(lists[field.name], field.type) for field in schema}, schema=schema)
