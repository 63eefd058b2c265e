"""Recomputes one member of a finished run and writes its weekly path as CSV, JSON or Parquet."""

import csv
import io
import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from forecast.errors import ConfigError, ResultError
from forecast.runner.kernel import Kernel
from forecast_kernels.layout.column import Column
from forecast_kernels.layout.regimes import REGIME_NAMES
from forecast_kernels.layout.state import TRACE

if TYPE_CHECKING:
    from forecast.config import Experiment
    from forecast.store.reader import Run

TOLERANCE = 1e-6
Form = Literal["csv", "json", "parquet"]


@dataclass(frozen=True)
class Replay:
    """One recomputed member of one branch.

    path: column name -> one value per week. columns: name, unit and meaning of each column of `path`. outcome: the
    member's row of outcomes, recomputed. stored: the same row as the result files contain it. failure: why the member
    failed; empty if it did not.
    """

    branch: str
    member: int
    columns: tuple[Column, ...]
    path: dict[str, NDArray[Any]]
    outcome: dict[str, Any]
    stored: dict[str, Any]
    failure: str = ""

    def differences(self) -> list[str]:
        """Names of the outcomes that differ from the stored row. Relative differences up to 1e-6 are ignored."""
        return [name for name, value in self.stored.items() if not same(value, self.outcome.get(name))]


def replay(run: "Run", branch: str, member: int) -> Replay:
    """Recompute a member from the configuration stored with the run.

    Parameters
    ----------
    run : Run
        A finished run.
    branch : str
        One of its branches.
    member : int
        0 to members - 1.

    Raises
    ------
    ConfigError
        If the run has no such branch or member.
    ResultError
        If the run has no `fitted.json`, the coefficients of the emulator.
    """
    from forecast.experiment.inputs import Sampler
    from forecast.experiment.sectors import sector_table
    from forecast.store.faults import find_faults
    from forecast.store.fitted import NAME
    from forecast.store.member_tables import member_table

    exp = run.experiment
    if branch not in exp.branches:
        raise ConfigError.of("--branch", f"unknown branch '{branch}'; there are {', '.join(exp.branches)}")
    if not 0 <= member < run.manifest.members:
        raise ConfigError.of("--member", f"{member} is not in the run: members are 0 to {run.manifest.members - 1}")
    fitted = run.fitted
    if fitted is None:
        raise ResultError.of(str(run.path), f"has no {NAME}; run the experiment again")
    kernel = Kernel(exp, Sampler(exp), sector_table(exp), fitted.array())
    block, trace = kernel.trace(branch, member)
    outcome = member_table(exp, member, block.out, block.donor_out).to_pylist()[0]
    faults = find_faults(exp, branch, member, block.out, block.donor_out)
    columns, path = _columns(exp, trace)
    failure = faults[0].reason if faults else ""
    return Replay(branch, member, columns, path, outcome, stored_row(run, branch, member), failure)


def stored_row(run: "Run", branch: str, member: int) -> dict[str, Any]:
    """Read the row of a member from the result files: column name -> value.

    Parameters
    ----------
    run : Run
        A finished run.
    branch : str
        One of its branches.
    member : int
        0 to members - 1.
    """
    row: dict[str, Any] = run.parts.table(f"members/branch={branch}", lo=member, hi=member + 1).to_pylist()[0]
    return row


def same(stored: Any, computed: Any) -> bool:
    """Whether two values are equal. Reals are equal if they differ by at most 1e-6 relative to the larger one."""
    if isinstance(stored, float) and isinstance(computed, float):
        return math.isclose(stored, computed, rel_tol=TOLERANCE, abs_tol=0.0)
    return bool(stored == computed)


def _columns(exp: "Experiment", trace: NDArray[np.float32]) -> tuple[tuple[Column, ...], dict[str, NDArray[Any]]]:
    """Columns and weekly values: week, date, name of the regime, then the kernel's trace.

    In the names, the side numbers _0 (defender) and _1 (attacker) become the ids of the sides.
    """
    weeks = np.arange(trace.shape[0])
    dates = np.datetime64(exp.baseline.date, "D") + 7 * weeks
    columns = [
        Column("week", "weeks", "weeks since the baseline date"),
        Column("date", "1", "date of that week"),
        Column("phase", "1", "regime in words"),
    ]
    path: dict[str, NDArray[Any]] = {
        "week": weeks.astype(np.int32),
        "date": dates,
        "phase": np.array([REGIME_NAMES[int(number)] for number in trace[:, [c.name for c in TRACE].index("regime")]]),
    }
    ids = {"_0": f"_{exp.baseline.defender}", "_1": f"_{exp.baseline.attacker}"}
    for number, column in enumerate(TRACE):
        name = column.name[:-2] + ids[column.name[-2:]] if column.name[-2:] in ids else column.name
        columns.append(column._replace(name=name))
        path[name] = trace[:, number]
    for number, sector in enumerate(exp.baseline.sectors):
        name = f"net_km2_{sector}"
        columns.append(Column(name, "km2", f"net gain of the attacker in {sector} since week 0"))
        path[name] = trace[:, len(TRACE) + number]
    return tuple(columns), path


def encode(replay: Replay, form: Form, mark: str) -> bytes:
    """Encode the weekly path as the bytes of a file.

    Parameters
    ----------
    replay : Replay
        The recomputed member.
    form : {"csv", "json", "parquet"}
        Format of the file. JSON and Parquet also contain units, meanings and `mark`.
    mark : str
        Text on the evidence for the numbers (`forecast.experiment.evidence`).
    """
    if form == "json":
        return (json.dumps(as_object(replay, mark), ensure_ascii=False, allow_nan=False) + "\n").encode()
    return _csv(replay) if form == "csv" else _parquet(replay, mark)


def path_columns(replay: Replay) -> dict[str, list[Any]]:
    """Column name -> one Python value per week. Reals have the digits of float32; NaN is None."""
    return {name: _plain(values) for name, values in replay.path.items()}


def as_object(replay: Replay, mark: str) -> dict[str, Any]:
    """The replay as an object for JSON: path, columns with units, outcome, and the evidence (`mark`)."""
    return {
        "evidence": mark,
        "branch": replay.branch,
        "member": replay.member,
        "columns": _described(replay),
        "path": path_columns(replay),
        "outcome": replay.outcome,
        "failure": replay.failure,
    }


def _described(replay: Replay) -> dict[str, dict[str, str]]:
    return {column.name: {"unit": column.unit, "long_name": column.meaning} for column in replay.columns}


def _plain(values: NDArray[Any]) -> list[Any]:
    if values.dtype == np.float32:
        return [float(str(value)) if np.isfinite(value) else None for value in values]
    return [value if isinstance(value, (int, str)) else str(value) for value in values.tolist()]


def _csv(replay: Replay) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(replay.path)
    writer.writerows(zip(*path_columns(replay).values(), strict=True))
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
