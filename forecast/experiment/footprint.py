"""Estimates the memory and disk space of a run, by item. The rates are from measured runs, good to about 50%."""

import math

from forecast.config.models import Experiment
from forecast_kernels.layout.column import Column
from forecast_kernels.layout.donors import N_DONOR_PARAMETERS
from forecast_kernels.layout.levers import N_DONOR_LEVERS, N_LEVERS
from forecast_kernels.layout.outcomes import N_OUTCOMES, OUTCOMES
from forecast_kernels.layout.parameters import N_PARAMETERS
from forecast_kernels.layout.regimes import N_REGIMES
from forecast_kernels.layout.series import BINS, N_SERIES, grid_weeks

FLOAT = 4
"""Bytes of a float32."""

PROGRAM = 450_000_000
"""Bytes of interpreter, libraries and compiler before the first array."""

REAL_BYTES, EVENT_BYTES, FLAG_BYTES = 2.6, 0.6, 0.1
"""Mean compressed bytes of a member in a numeric column, a week column with its flag, and a yes-or-no column."""

DRAW_BYTES = 3.7
"""Compressed bytes of a draw in its column; its replicates cost almost nothing."""

COUNT_BYTES = 0.7
"""Compressed bytes of a histogram bin that counts all members."""

ROW_SHARE = 0.6
"""Compressed size of the outcome rows of a range of members, divided by their plain size."""

QUANTILES = 9


def ram(exp: Experiment, threads: int, chunk_size: int, part_members: int) -> dict[str, int]:
    """Return the bytes in memory at the peak, by item.

    Parameters
    ----------
    exp : Experiment
        The experiment that is run.
    threads : int
        Threads of the run.
    chunk_size, part_members : int
        Number of members of a chunk (a unit of work) and of a part (a Parquet file).
    """
    branches, donors, drawn = len(exp.branches), len(exp.baseline.donors), _drawn(exp)
    chunk, part = min(chunk_size, exp.members), min(part_members, exp.members)
    rows_in = N_PARAMETERS + N_LEVERS + donors * (N_DONOR_PARAMETERS + N_DONOR_LEVERS) + drawn
    rows_out = (N_OUTCOMES + donors) * branches
    open_parts = min(1 + -(-threads * chunk // part_members), -(-exp.members // part_members))
    items = {
        "program": PROGRAM,
        # arrays of a range, its counts, and their compressed copy on the way to disk
        "chunks": threads * ((rows_in + 2 * rows_out) * chunk * FLOAT + 2 * _cells(exp) * branches * 4),
        # the rows and counts of parts under way, tables of them, and the running total
        "parts": open_parts * (rows_out * part * FLOAT + _cells(exp) * branches * 8)
        + min(threads, open_parts) * (2 * drawn + 3 * N_OUTCOMES) * part * FLOAT
        + 2 * _cells(exp) * branches * 8,
    }
    if exp.design.layout == "lhs":
        items["design"] = drawn * -(-exp.members // exp.design.replicates) * 4
    return items


def disk(exp: Experiment) -> dict[str, int]:
    """Return the bytes of the finished run on disk, by item."""
    branches = len(exp.branches)
    repeated = max(1.0 / exp.design.replicates, 0.01)
    weeks = len(grid_weeks(exp.horizon))
    series = N_SERIES + len(exp.baseline.sectors)
    return {
        "draws": round(exp.members * _drawn(exp) * DRAW_BYTES * repeated),
        "members": round(exp.members * branches * _row_bytes(exp)),
        "timeseries": round(branches * (_cells(exp) * COUNT_BYTES + weeks * series * QUANTILES * FLOAT)),
        "summary and report": 3_000_000,
    }


def work(exp: Experiment, threads: int, chunk_size: int, part_members: int) -> int:
    """Return the maximum of bytes of unfinished work on disk.

    Unfinished work is the finished chunks of one part, the chunks under way, and the records of finished parts.

    Parameters
    ----------
    exp : Experiment
        The experiment that is run.
    threads : int
        Threads of the run.
    chunk_size, part_members : int
        Number of members of a chunk (a unit of work) and of a part (a Parquet file).
    """
    size = min(chunk_size, exp.members)
    members = min(exp.members, part_members + threads * size)
    rows = (N_OUTCOMES + len(exp.baseline.donors)) * members * FLOAT * ROW_SHARE
    counts = -(-members // size) * _range_count_bytes(size) * _cells(exp)
    records = -(-exp.members // part_members) * _range_count_bytes(min(part_members, exp.members)) * _cells(exp)
    return round(len(exp.branches) * (rows + counts + records))


def _range_count_bytes(members: int) -> float:
    """Compressed bytes of a histogram bin in the file of a range. With few members most bins are empty."""
    row = 128
    return 0.25 * math.sqrt(members / row) if members < row else 0.25 + 0.11 * math.log2(members / row)


def _drawn(exp: Experiment) -> int:
    return sum(prior.distribution.kind != "fixed" for prior in exp.priors.values())


def _cells(exp: Experiment) -> int:
    """Return the number of counters of a branch: bins of all series and sectors, and regimes, in every week."""
    series = N_SERIES + len(exp.baseline.sectors)
    return len(grid_weeks(exp.horizon)) * (series * BINS + N_REGIMES)


def _row_bytes(exp: Experiment) -> float:
    """Compressed bytes of one member's row in one branch."""
    columns = sum(_column_bytes(column) for column in OUTCOMES)
    return columns + len(exp.baseline.donors) * REAL_BYTES + (4 + len(exp.success)) * FLAG_BYTES


def _column_bytes(column: Column) -> float:
    if column.unit == "weeks":
        return EVENT_BYTES
    return FLAG_BYTES if column.meaning.startswith("whether") else REAL_BYTES
