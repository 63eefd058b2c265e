"""`sweep.parquet`: the summaries of all points of a sweep in one table."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from forecast.cli.loading import Point

if TYPE_CHECKING:
    from forecast.runner.runner import RunResult


def settings(label: str) -> dict[str, str]:
    """Dotted key -> value of a point, from its label."""
    pairs = (piece.partition("=") for piece in re.split(r", (?=[A-Za-z_][\w.]*=)", label))
    return {key: _shown(key, value) for key, _, value in pairs if key}


def _shown(key: str, value: str) -> str:
    """A value as it was written; a setting of the switches without its brackets."""
    return value.strip("{}") or "default" if key == "switches" else value


def finished_points(points: Sequence[Point], out: Path) -> "list[RunResult | None]":
    """The finished run of each point, by this code, if the sweep was interrupted; none if all of it is finished."""
    from forecast.config import config_hash
    from forecast.runner.code import code_hash
    from forecast.runner.runner import RunResult
    from forecast.store.folder import find_sealed
    from forecast.store.manifest import NAME as MANIFEST
    from forecast.store.manifest import read_manifest

    found: list[RunResult | None] = []
    for exp in (point.experiment for point in points):
        path = find_sealed(out, exp.experiment, config_hash(exp))
        same = path is not None and read_manifest(path / MANIFEST).code_hash == code_hash()
        names = tuple(exp.branches)
        found.append(RunResult(path, path.name, exp.members, 0, names, True, {}) if path and same else None)
    return [None] * len(points) if all(found) else found


def write_sweep(points: Sequence[Point], results: "Sequence[RunResult]", out: Path) -> Path:
    """Write `out/<experiment>/sweep.parquet`: run_id, a text column per swept key, the columns of the summary."""
    import io

    import pyarrow as pa
    import pyarrow.parquet as pq

    from forecast.experiment.evidence import evidence
    from forecast.store.atomic import put_bytes
    from forecast.store.sweep import NAME, RUN_ID

    tables = []
    marks = dict.fromkeys(evidence(point.experiment).mark for point in points)
    for point, result in zip(points, results, strict=True):
        table = pq.read_table(result.path / "summary.parquet").replace_schema_metadata(None)
        columns: dict[str, Any] = {RUN_ID: result.run_id, **settings(point.label)}
        for place, (name, value) in enumerate(columns.items()):
            table = table.add_column(place, name, pa.array([value] * table.num_rows, pa.string()))
        tables.append(table)
    sink = io.BytesIO()
    whole = pa.concat_tables(tables).replace_schema_metadata({"evidence": "; ".join(marks)})
    pq.write_table(whole, sink, compression="zstd", compression_level=3)
    path = out / points[0].experiment.experiment / NAME
    put_bytes(path, sink.getvalue(), path.parent)
    return path
