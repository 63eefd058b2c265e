"""Writes and reads `sweep.parquet`, which has the summaries of all runs of a sweep in one table.

The file has a hash of what it says of the points. The estimates are compared with the summaries of the runs.
"""

import io
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from forecast.errors import ResultError
from forecast.experiment.evidence import evidence
from forecast.store.atomic import put_bytes
from forecast.store.begun_sweep import AGAIN, POINTS, seal
from forecast.store.columns import reading
from forecast.store.plain_files import kind_problem, strict_json
from forecast.store.reader import Run, open_run
from forecast.store.registry import SCHEMA_VERSION, SUMMARY_FILE
from forecast.store.registry_series import SUMMARY_VARIABLES
from forecast.store.run_ids import RUN_ID as RUN_NAME

NAME = "sweep.parquet"
RUN_ID = "run_id"


class SweepPoint(NamedTuple):
    """A point of a finished sweep: the id of its run, and the value of each swept key as text."""

    run_id: str
    settings: dict[str, str]

    @property
    def label(self) -> str:
        """The settings as `key=value, key=value`."""
        return ", ".join(f"{key}={value}" for key, value in self.settings.items())


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
    points = [SweepPoint(run.manifest.run_id, settings(label)) for label, run in zip(labels, runs, strict=True)]
    marks = dict.fromkeys(evidence(run.experiment).mark for run in runs)
    texts = {
        "forecast_schema": SCHEMA_VERSION,
        "evidence": "; ".join(marks),
        "points": json.dumps(points, ensure_ascii=False),
        "seal": seal(points),
    }
    sink = io.BytesIO()
    whole = _joined(points, runs)
    # without the Arrow schema, which holds the texts a second time
    with pq.ParquetWriter(sink, whole.schema, compression="zstd", compression_level=3, store_schema=False) as writer:
        writer.write_table(whole)
        writer.add_key_value_metadata(texts)
    path = out / runs[0].manifest.experiment / NAME
    put_bytes(path, sink.getvalue(), path.parent)
    (path.parent / POINTS).unlink(missing_ok=True)
    return path


def _joined(points: Sequence[SweepPoint], runs: Sequence[Run]) -> pa.Table:
    """The summaries of all runs, each with the id of its run and the settings of its point in front."""
    tables = []
    for point, run in zip(points, runs, strict=True):
        path = run.files.require(SUMMARY_FILE)
        with reading(path):
            table = pq.read_table(path).replace_schema_metadata(None)
        for position, (name, value) in enumerate({RUN_ID: point.run_id, **point.settings}.items()):
            table = table.add_column(position, name, pa.array([value] * table.num_rows, pa.string()))
        tables.append(table)
    return pa.concat_tables(tables)


def settings(label: str) -> dict[str, str]:
    """Parse the label of a point: dotted key -> value. The value of `switches` has its braces removed."""
    pairs = (piece.partition("=") for piece in re.split(r", (?=[A-Za-z_][\w.]*=)", label))
    return {key: value.strip("{}") or "default" if key == "switches" else value for key, _, value in pairs if key}


def swept_keys(folder: Path) -> tuple[str, ...]:
    """Read the dotted keys of the sweep in an experiment folder. Empty if there is no sweep.

    Raises
    ------
    ResultError
        If the table is damaged or of another version.
    """
    points = _stated_points(folder)
    return tuple(points[0].settings) if points else ()


def sweep_runs(folder: Path) -> list[Run]:
    """Open the runs of the newest finished sweep below a folder, as `sweep_points` does. Raises ResultError."""
    return sweep_points(folder)[1]


def sweep_table(folder: Path) -> list[SweepPoint]:
    """List the points of the newest finished sweep below a folder, as `sweep_points` does. Raises ResultError."""
    return sweep_points(folder)[0]


def _stated_points(folder: Path) -> list[SweepPoint]:
    """The points that the metadata of the table list. Empty if there is no table."""
    path = folder / NAME
    try:
        problem = kind_problem(path)
    except (FileNotFoundError, NotADirectoryError):
        return []
    if problem is not None:
        raise ResultError.of(str(path), f"{problem}; {AGAIN}")
    with reading(path):
        head = pq.read_metadata(path)
    texts = head.metadata or {}
    version = texts.get(b"forecast_schema", b"1").decode("utf-8", "replace")
    if version != SCHEMA_VERSION:
        raise ResultError.of(
            str(path), f"written with schema version {version[:40]}, this program reads {SCHEMA_VERSION}; {AGAIN}"
        )
    try:
        points = [_point(item) for item in strict_json(texts[b"points"])]
        names = [RUN_ID, *points[0].settings, *(variable.name for variable in SUMMARY_VARIABLES)]
        if texts[b"seal"].decode() != seal(points) or head.schema.names != names:
            raise ValueError("differs from what was written")
        if any(list(point.settings) != list(points[0].settings) for point in points):
            raise ValueError("has points with other keys")
    except (ValueError, TypeError, KeyError, IndexError):
        raise ResultError.of(str(path), f"differs from what was written; {AGAIN}") from None
    return points


def _point(item: tuple[str, Mapping[str, str]]) -> SweepPoint:
    run_id, values = item
    if not RUN_NAME.fullmatch(run_id):
        raise ValueError("names a run that is none")
    return SweepPoint(run_id, {str(key): str(value) for key, value in values.items()})


def sweep_points(folder: Path) -> tuple[list[SweepPoint], list[Run]]:
    """List the points of the newest finished sweep in an experiment folder and open their runs, in its order.

    The table is compared with the summaries of the runs.

    Raises
    ------
    ResultError
        If there is no finished sweep, a run cannot be used, or the table differs from the summaries of its runs.
    """
    path = folder / NAME
    points = _stated_points(folder)
    if not points:
        raise ResultError.of(str(folder), f"has no finished sweep: `forecast run` writes {NAME} after the last point")
    runs = [_open_point(folder, point) for point in points]
    expected = _joined(points, runs)
    with reading(path), pq.ParquetFile(path) as file:
        rows = file.metadata.num_rows
        found = file.read().replace_schema_metadata(None) if rows == expected.num_rows else None
    if found is None or not found.equals(expected):
        raise ResultError.of(str(path), f"differs from the summaries of its runs; {AGAIN}")
    for point, run in zip(points, runs, strict=True):
        _check_settings(path, point, run)
    return points, runs


def _open_point(folder: Path, point: SweepPoint) -> Run:
    try:
        return open_run(folder / point.run_id)
    except ResultError as error:
        reason = f"the run of the point {point.label} cannot be used ({error.problems[0].message})"
        raise ResultError.of(str(folder / point.run_id), f"{reason}; {AGAIN}") from None


def _check_settings(path: Path, point: SweepPoint, run: Run) -> None:
    """Compare the settings of a point with those that its run recorded, if a sweep with the same keys made the run."""
    recorded = settings(run.manifest.overrides[-1]) if run.manifest.overrides else {}
    if list(recorded) == list(point.settings) and recorded != point.settings:
        said = ", ".join(f"{key}={value}" for key, value in recorded.items())
        raise ResultError.of(
            str(path), f"has {point.label} for the run {point.run_id}, which was made with {said}; {AGAIN}"
        )
