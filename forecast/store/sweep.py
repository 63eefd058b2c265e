"""Writes and reads `sweep.parquet`, which has the summaries of all runs of a sweep in one table."""

import io
import re
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from forecast.experiment.evidence import evidence
from forecast.store.atomic import put_bytes
from forecast.store.columns import reading
from forecast.store.reader import Run, open_run
from forecast.store.registry import SUMMARY_FILE
from forecast.store.registry_series import SUMMARY_VARIABLES

NAME = "sweep.parquet"
RUN_ID = "run_id"


def write_sweep(labels: Sequence[str], runs: Sequence[Run], out: Path) -> Path:
    """Write `out/<experiment>/sweep.parquet`: run_id, a text column per swept key, the columns of the summary.

    Parameters
    ----------
    labels : Sequence[str]
        For each point of the sweep the values of its keys: `key=value, key=value`.
    runs : Sequence[Run]
        The finished run of each point.
    out : Path
        Results folder.

    Returns
    -------
    Path
        Path of the file.
    """
    tables = []
    marks = dict.fromkeys(evidence(run.experiment).mark for run in runs)
    for label, run in zip(labels, runs, strict=True):
        table = pq.read_table(run.files.require(SUMMARY_FILE)).replace_schema_metadata(None)
        for position, (name, value) in enumerate({RUN_ID: run.manifest.run_id, **settings(label)}.items()):
            table = table.add_column(position, name, pa.array([value] * table.num_rows, pa.string()))
        tables.append(table)
    sink = io.BytesIO()
    whole = pa.concat_tables(tables).replace_schema_metadata({"evidence": "; ".join(marks)})
    pq.write_table(whole, sink, compression="zstd", compression_level=3)
    path = out / runs[0].manifest.experiment / NAME
    put_bytes(path, sink.getvalue(), path.parent)
    return path


def settings(label: str) -> dict[str, str]:
    """Parse the label of a point: dotted key -> value. The value of `switches` has its braces removed."""
    pairs = (piece.partition("=") for piece in re.split(r", (?=[A-Za-z_][\w.]*=)", label))
    return {key: value.strip("{}") or "default" if key == "switches" else value for key, _, value in pairs if key}


def swept_keys(folder: Path) -> tuple[str, ...]:
    """Read the dotted keys of the sweep in an experiment folder. Empty if there is no sweep. Raises ResultError."""
    path = folder / NAME
    if not path.is_file():
        return ()
    with reading(path):
        names = pq.read_schema(path).names
        return tuple(names[names.index(RUN_ID) + 1 : -len(SUMMARY_VARIABLES)])


def sweep_runs(folder: Path) -> list[Run]:
    """Open the runs of the newest finished sweep in an experiment folder, in its order. Raises ResultError."""
    path = folder / NAME
    with reading(path):
        names = pq.read_table(path, columns=[RUN_ID]).column(RUN_ID).to_pylist()
    return [open_run(folder / name) for name in dict.fromkeys(names)]
