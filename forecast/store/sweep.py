"""Writes and reads `sweep.parquet`, which has the summaries of all runs of a sweep in one table.

While a sweep runs, `sweep_points.json` lists its points, so that an unfinished sweep can be told from a single run.
"""

import io
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from forecast.errors import ResultError
from forecast.experiment.evidence import evidence
from forecast.store.atomic import put_bytes, writing
from forecast.store.columns import reading
from forecast.store.folder import find_sealed
from forecast.store.reader import Run, open_run
from forecast.store.registry import SUMMARY_FILE
from forecast.store.registry_series import SUMMARY_VARIABLES

NAME = "sweep.parquet"
POINTS = "sweep_points.json"
RUN_ID = "run_id"


class SweepPoint(NamedTuple):
    """A point of a finished sweep: the id of its run, and the value of each swept key as text."""

    run_id: str
    settings: dict[str, str]

    @property
    def label(self) -> str:
        """The settings as `key=value, key=value`."""
        return ", ".join(f"{key}={value}" for key, value in self.settings.items())


def begin_sweep(labels: Sequence[str], hashes: Sequence[str], experiment: str, out: Path) -> None:
    """Write which points a sweep has, before its first run. `write_sweep` removes the file. Raises RunError.

    Parameters
    ----------
    labels, hashes : Sequence[str]
        For each point its label and the hash of its configuration.
    experiment : str
        Name of the experiment.
    out : Path
        Results folder.
    """
    path = out / experiment / POINTS
    text = json.dumps([[label, value] for label, value in zip(labels, hashes, strict=True)], ensure_ascii=False)
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    put_bytes(path, text.encode(), path.parent)


def unfinished_points(folder: Path) -> list[tuple[str, bool]]:
    """List the points of a sweep that has begun and not ended: label, and whether its run is finished. Else empty.

    Raises
    ------
    ResultError
        If the list of points cannot be read.
    """
    points = begun_points(folder)
    return [(label, find_sealed(folder.parent, folder.name, value) is not None) for label, value in points]


def begun_points(folder: Path) -> list[tuple[str, str]]:
    """List the points of a sweep that has begun and not ended: label, and hash of its configuration. Else empty.

    Raises
    ------
    ResultError
        If the list of points cannot be read.
    """
    path = folder / POINTS
    if not path.is_file():
        return []
    try:
        return [(str(label), str(value)) for label, value in json.loads(path.read_text(encoding="utf-8"))]
    except (ValueError, TypeError, OSError):
        raise ResultError.of(str(path), "cannot be read; run the sweep again, or remove this file") from None


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
    (path.parent / POINTS).unlink(missing_ok=True)
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


def sweep_table(folder: Path) -> list[SweepPoint]:
    """List the points of the newest finished sweep in an experiment folder, in its order.

    Raises
    ------
    ResultError
        If there is no finished sweep, or its table cannot be read.
    """
    path = folder / NAME
    keys = swept_keys(folder)
    if not keys:
        raise ResultError.of(str(folder), f"has no finished sweep: `forecast run` writes {NAME} after the last point")
    with reading(path):
        table = pq.ParquetFile(path).read()
    # by place, not by name: a swept key such as `horizon` may be the name of a column of the summary too
    rows = dict.fromkeys(zip(*(table.column(k).to_pylist() for k in range(1 + len(keys))), strict=True))
    return [SweepPoint(run_id, dict(zip(keys, values, strict=True))) for run_id, *values in rows]
