"""One part: the finished ranges of 65,536 members made into Parquet files and counts."""

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from forecast.store.atomic import FileEntry
from forecast.store.draws import draws_table
from forecast.store.members import member_table
from forecast.store.parquet import part_name, write_table
from forecast.store.ranges import RangeResult
from forecast.store.totals import Counts
from forecast.store.variables import draw_variables, member_variables

if TYPE_CHECKING:
    from forecast.config.models import Experiment

Floats = NDArray[np.float32]
WRITERS = 2  # tables in memory at a time


def write_part(
    exp: "Experiment",
    folder: Path,
    part: int,
    bounds: tuple[int, int],
    results: Iterable[RangeResult],
    draws: Mapping[str, Floats],
) -> tuple[dict[str, Counts], list[FileEntry]]:
    """Write draws and every branch of members bounds[0] .. bounds[1]-1; `results` are read one at a time, in order.

    Returns the counts per branch and the entries of the files. Raises RunError.
    """
    lo, hi = bounds
    name = part_name(part)
    rows: dict[str, tuple[Floats, Floats]] = {}
    counts: dict[str, Counts] = {}
    for result in results:
        place = slice(result.lo - lo, result.hi - lo)
        for branch, block in result.branches.items():
            if branch not in rows:
                rows[branch] = _room(block.out, hi - lo), _room(block.donor_out, hi - lo)
                counts[branch] = np.zeros(block.hist.shape, np.int64), np.zeros(block.regimes.shape, np.int64)
            rows[branch][0][:, place] = block.out
            rows[branch][1][:, place] = block.donor_out
            hist, regimes = counts[branch]
            hist += block.hist
            regimes += block.regimes
    variables = member_variables(exp)

    def write_branch(branch: str) -> FileEntry:
        table = member_table(exp, lo, *rows[branch])
        return write_table(table, variables, folder, f"members/branch={branch}/{name}")

    with ThreadPoolExecutor(WRITERS) as pool:
        branches = pool.map(write_branch, rows)
        drawn = write_table(draws_table(exp, lo, hi, draws), draw_variables(exp), folder, f"draws/{name}")
        return counts, [drawn, *branches]


def _room(array: Floats, n: int) -> Floats:
    return np.full((array.shape[0], n), np.nan, dtype=np.float32)
