"""Rough sizes of a run in memory and on disk, by item; the rates come from measured runs, good to about a half."""

from forecast.config.models import Experiment
from forecast_kernels.layout.column import Column
from forecast_kernels.layout.donors import N_DONOR_PARAMETERS
from forecast_kernels.layout.levers import N_DONOR_LEVERS, N_LEVERS
from forecast_kernels.layout.outcomes import N_OUTCOMES, OUTCOMES
from forecast_kernels.layout.parameters import N_PARAMETERS
from forecast_kernels.layout.series import BINS, N_REGIMES, N_SERIES, grid_weeks

FLOAT = 4
PROGRAM = 400_000_000
"""Interpreter, libraries and compiler before the first array."""

REAL_BYTES = 3.7
EVENT_BYTES = 1.1
FLAG_BYTES = 0.13
"""Compressed size per row of a float32 column, of a week with its flag, and of a yes-or-no column."""

COUNT_BYTES = 0.3
"""Compressed size per histogram bin: most are empty."""

QUANTILES = 9


def ram(exp: Experiment, threads: int, chunk_size: int, part_members: int) -> dict[str, int]:
    """Bytes in memory at the peak, by item."""
    branches, donors, drawn = len(exp.branches), len(exp.baseline.donors), _drawn(exp)
    chunk, part = min(chunk_size, exp.members), min(part_members, exp.members)
    rows_in = N_PARAMETERS + N_LEVERS + donors * (N_DONOR_PARAMETERS + N_DONOR_LEVERS) + drawn
    rows_out = (N_OUTCOMES + donors) * branches
    items = {
        "program": PROGRAM,
        # arrays of a range, its counts, and their compressed copy on the way to disk
        "chunks": threads * ((rows_in + 2 * rows_out) * chunk * FLOAT + 2 * _cells(exp) * branches * 4),
        # the rows of a part and one table of them; the running total and that of the part
        "part": (rows_out + 2 * drawn + 3 * N_OUTCOMES) * part * FLOAT + 3 * _cells(exp) * branches * 8,
    }
    if exp.design.layout == "lhs":
        items["design"] = drawn * -(-exp.members // exp.design.replicates) * 4
    return items


def disk(exp: Experiment) -> dict[str, int]:
    """Bytes of the finished run, by item."""
    branches = len(exp.branches)
    repeated = max(1.0 / exp.design.replicates, 0.01)
    weeks = len(grid_weeks(exp.horizon))
    series = N_SERIES + len(exp.baseline.sectors)
    return {
        "draws": round(exp.members * _drawn(exp) * REAL_BYTES * repeated),
        "members": round(exp.members * branches * _row_bytes(exp)),
        "timeseries": round(branches * (_cells(exp) * COUNT_BYTES + weeks * series * QUANTILES * FLOAT)),
        "summary and report": 3_000_000,
    }


def work(exp: Experiment, threads: int, chunk_size: int, part_members: int) -> int:
    """Bytes of unfinished work at most: the ranges of one part and those under way, and the running total."""
    members = min(exp.members, part_members + threads * chunk_size)
    ranges = -(-members // min(chunk_size, exp.members))
    filled = min(1.0, chunk_size / part_members * 4) * COUNT_BYTES
    rows = (N_OUTCOMES + len(exp.baseline.donors)) * members * FLOAT * 0.6
    return round(len(exp.branches) * (rows + (ranges * filled + COUNT_BYTES) * _cells(exp)))


def _drawn(exp: Experiment) -> int:
    return sum(prior.distribution.kind != "fixed" for prior in exp.priors.values())


def _cells(exp: Experiment) -> int:
    """Counters of a branch: bins of every series, sector and week, and regimes."""
    series = N_SERIES + len(exp.baseline.sectors)
    return len(grid_weeks(exp.horizon)) * (series * BINS + N_REGIMES)


def _row_bytes(exp: Experiment) -> float:
    """Compressed bytes of one member's row in one branch."""
    reals = len(exp.baseline.donors)
    columns = sum(_column_bytes(column) for column in OUTCOMES)
    return columns + reals * REAL_BYTES + (4 + len(exp.success)) * FLAG_BYTES


def _column_bytes(column: Column) -> float:
    if column.unit == "weeks":
        return EVENT_BYTES
    return FLAG_BYTES if column.meaning.startswith("whether") else REAL_BYTES
