"""Writes tables of estimates, such as `summary`, as Parquet and CSV with the same numbers. One row is one estimate."""

import io
import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
from pyarrow import csv

from forecast.store.arrow import list_to_arrow, schema_of
from forecast.store.atomic import FileEntry, publish
from forecast.store.parquet import write_table
from forecast.store.registry import SUMMARY_CSV, SUMMARY_FILE, Variable
from forecast.store.registry_series import SUMMARY_VARIABLES


class SummaryRow(NamedTuple):
    """One estimate, with the columns of the hubverse format for forecasts.

    scenario_id: the branch. location: `total` or a sector. target: the outcome. horizon: the week that it is for.
    output_type: mean or quantile; the mean of a yes-or-no target is its probability. output_type_id: level of the
    quantile as text, else None. value, mcse: the estimate and its Monte Carlo standard error, in the unit of the
    target. n: number of members.
    """

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
    """Write `summary.parquet` and `summary.csv` in the order of `rows`.

    Parameters
    ----------
    rows : Iterable[SummaryRow]
        The estimates. NaN becomes null.
    folder : Path
        The run folder.
    mark : str
        Text on the evidence for the values (`forecast.experiment.evidence`).
    """
    return write_estimates(rows, SUMMARY_VARIABLES, folder, SUMMARY_FILE, SUMMARY_CSV, mark)


def write_estimates(
    rows: Iterable[Sequence[object]],
    variables: tuple[Variable, ...],
    folder: Path,
    name: str,
    csv_name: str,
    mark: str = "",
) -> list[FileEntry]:
    """Write a Parquet and a CSV file in the order of `rows`. Raises RunError if the disk is full.

    Parameters
    ----------
    rows : Iterable[Sequence]
        One value for each of `variables`, in their order; numbers that are not finite become null.
    variables : tuple[Variable, ...]
        The columns.
    folder : Path
        The run folder. It contains `.work/`.
    name, csv_name : str
        Names of the Parquet file and of the CSV file.
    mark : str
        Text on the evidence for the values.
    """
    table = estimates_table(rows, variables)
    text = io.BytesIO()
    csv.write_csv(table, text, csv.WriteOptions(quoting_style="needed"))
    return [
        write_table(table, _with_mark(variables, mark), folder, name),
        publish(folder, csv_name, text.getvalue(), table.num_rows),
    ]


def estimates_table(rows: Iterable[Sequence[object]], variables: tuple[Variable, ...]) -> pa.Table:
    """Convert rows to an Arrow table with the types on disk. NaN and infinity become null."""
    columns: list[list[object]] = [[] for _ in variables]
    for row in rows:
        for column, value in zip(columns, row, strict=True):
            column.append(None if isinstance(value, float) and not math.isfinite(value) else value)
    schema = schema_of(variables)
    arrays = [list_to_arrow(column, field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _with_mark(variables: Iterable[Variable], mark: str) -> tuple[Variable, ...]:
    return tuple(replace(v, evidence=mark) if v.kind == "estimate" else v for v in variables)
