"""The weekly path of a replay as CSV, JSON or Parquet."""

import csv
import io
import json
from typing import Any, Literal

import numpy as np

from forecast.runner.replay import Replay

Form = Literal["csv", "json", "parquet"]


def encode(replay: Replay, form: Form, mark: str) -> bytes:
    """The path as the bytes of a file; units, meanings and `mark`, what it rests on, are in JSON and Parquet."""
    if form == "json":
        return (json.dumps(as_object(replay, mark), ensure_ascii=False, allow_nan=False) + "\n").encode()
    return _csv(replay) if form == "csv" else _parquet(replay, mark)


def rows(replay: Replay) -> dict[str, list[Any]]:
    """Column name -> one plain value a week; numbers with the digits of float32."""
    return {name: _plain(values) for name, values in replay.path.items()}


def as_object(replay: Replay, mark: str) -> dict[str, Any]:
    """Path, columns with units, outcome, and what they rest on."""
    return {
        "evidence": mark,
        "branch": replay.branch,
        "member": replay.member,
        "columns": _described(replay),
        "path": rows(replay),
        "outcome": replay.outcome,
    }


def _described(replay: Replay) -> dict[str, dict[str, str]]:
    return {column.name: {"unit": column.unit, "long_name": column.meaning} for column in replay.columns}


def _plain(values: np.ndarray[Any, Any]) -> list[Any]:
    if values.dtype == np.float32:
        return [float(str(value)) if np.isfinite(value) else None for value in values]
    return [value if isinstance(value, (int, str)) else str(value) for value in values.tolist()]


def _csv(replay: Replay) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(replay.path)
    writer.writerows(zip(*rows(replay).values(), strict=True))
    return text.getvalue().encode()


def _parquet(replay: Replay, mark: str) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table({name: pa.array(values) for name, values in replay.path.items()})
    table = table.replace_schema_metadata(
        {
            "columns": json.dumps(_described(replay)),
            "branch": replay.branch,
            "member": str(replay.member),
            "evidence": mark,
        }
    )
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd")
    return sink.getvalue()
