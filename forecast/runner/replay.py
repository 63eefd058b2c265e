"""One member of a finished run again, week by week, and its outcome beside the stored row."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

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


@dataclass(frozen=True)
class Replay:
    """path: one row a week, by column. outcome, stored: the member's row as computed now and as the run has it."""

    branch: str
    member: int
    columns: tuple[Column, ...]
    path: dict[str, NDArray[Any]]
    outcome: dict[str, Any]
    stored: dict[str, Any]

    def differences(self) -> list[str]:
        """Names of outcomes that are not what is stored: weeks, counts, flags exactly, reals within 1e-6 relative."""
        return [name for name, value in self.stored.items() if not same(value, self.outcome.get(name))]


def replay(run: "Run", branch: str, member: int) -> Replay:
    """Compute a member again from the run's own configuration. Raises ConfigError for an unknown branch or member."""
    from forecast.experiment.inputs import Sampler
    from forecast.experiment.sectors import sector_table
    from forecast.store.fitted import NAME, read_fitted
    from forecast.store.members import member_table

    exp = run.experiment
    if branch not in exp.branches:
        raise ConfigError.of("--branch", f"unknown branch '{branch}'; there are {', '.join(exp.branches)}")
    if not 0 <= member < run.manifest.members:
        raise ConfigError.of("--member", f"{member} is not in the run: members are 0 to {run.manifest.members - 1}")
    fitted = read_fitted(run.path)
    if fitted is None:
        raise ResultError.of(str(run.path), f"has no {NAME}; run the experiment again")
    kernel = Kernel(exp, Sampler(exp), sector_table(exp), fitted.array())
    block, trace = kernel.trace(branch, member)
    outcome = member_table(exp, member, block.out, block.donor_out).to_pylist()[0]
    columns, path = _columns(exp, trace)
    return Replay(branch, member, columns, path, outcome, stored_row(run, branch, member))


def stored_row(run: "Run", branch: str, member: int) -> dict[str, Any]:
    """The member's row in the result files."""
    import pyarrow.parquet as pq

    from forecast.store.parquet import PART_ROWS, part_name

    part, row = divmod(member, PART_ROWS)
    table = pq.ParquetFile(run.path / "members" / f"branch={branch}" / part_name(part)).read()
    found: dict[str, Any] = table.slice(row, 1).to_pylist()[0]
    return found


def same(stored: Any, computed: Any) -> bool:
    """Equal, or for reals within 1e-6 of each other relative to the larger."""
    if isinstance(stored, float) and isinstance(computed, float):
        return math.isclose(stored, computed, rel_tol=TOLERANCE, abs_tol=0.0)
    return bool(stored == computed)


def _columns(exp: "Experiment", trace: NDArray[np.float32]) -> tuple[tuple[Column, ...], dict[str, NDArray[Any]]]:
    """week, date and regime in words, then the kernel's trace with side numbers replaced by ids."""
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
