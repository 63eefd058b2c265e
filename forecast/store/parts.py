"""Collects the finished ranges of one part (up to 65,536 members), then writes them as Parquet files.

A part may have been written before with fewer members. Its rows are then read, and the new members follow them.
"""

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from forecast.store.ranges import RangeResult

if TYPE_CHECKING:
    import pyarrow as pa

    from forecast.config.models import Experiment
    from forecast.store.atomic import FileEntry
    from forecast.store.faults import Fault
    from forecast.store.finished import Counts

Floats = NDArray[np.float32]


class OpenPart:
    """The results of members lo .. hi-1 in memory. Several threads may add ranges, in any order.

    rows: branch -> (out [NO, hi-lo], donor_out [ND, hi-lo]), float32, outcomes of the kernel. counts: branch -> (hist
    [G, NSER+S, BINS], regimes [G, NREG]), int64, sums over the added ranges. errors: branch -> member -> why it could
    not be computed. filled: the ranges that were added.
    """

    def __init__(self, lo: int, hi: int) -> None:
        self.lo, self.hi = lo, hi
        self.rows: dict[str, tuple[Floats, Floats]] = {}
        self.counts: dict[str, Counts] = {}
        self.errors: dict[str, dict[int, str]] = {}
        self.filled: set[tuple[int, int]] = set()
        self._lock = threading.Lock()

    def add(self, result: RangeResult) -> None:
        """Copy a range into the part."""
        members = slice(result.lo - self.lo, result.hi - self.lo)
        with self._lock:
            for branch, block in result.branches.items():
                if branch not in self.rows:
                    self.rows[branch] = self._empty(block.out), self._empty(block.donor_out)
                    self.counts[branch] = np.zeros(block.hist.shape, np.int64), np.zeros(block.regimes.shape, np.int64)
                hist, regimes = self.counts[branch]
                hist += block.hist
                regimes += block.regimes
                self.rows[branch][0][:, members] = block.out
                self.rows[branch][1][:, members] = block.donor_out
            for branch, member, reason in result.errors:
                self.errors.setdefault(branch, {})[member] = reason
            self.filled.add((result.lo, result.hi))

    def _empty(self, array: Floats) -> Floats:
        return np.full((array.shape[0], self.hi - self.lo), np.nan, dtype=np.float32)

    def write(
        self, exp: "Experiment", folder: Path, part: int, draws: Mapping[str, Floats] | None, before: int = 0
    ) -> "tuple[list[FileEntry], list[Fault]]":
        """Write the draws and every branch, and list the new members that failed. Raises RunError if the disk is full.

        One table is in memory at a time.

        Parameters
        ----------
        exp : Experiment
            Gives the names of the columns.
        folder : Path
            The run folder.
        part : int
            Number of the part, from 0.
        draws : Mapping[str, float32[hi - lo]], optional
            Name of the prior -> one value per member. None: the file of the draws stays as it is.
        before : int
            Number of members of the part that its files hold already. They are the members before `lo`.
        """
        from forecast.store.faults import find_faults
        from forecast.store.member_tables import draws_table, member_table
        from forecast.store.parquet import Extent, part_name, write_table
        from forecast.store.variables import draw_variables, member_variables

        name, variables = part_name(part), member_variables(exp)
        files = []
        if draws is not None:
            table = _after(folder / f"draws/{name}", before, draws_table(exp, self.lo, self.hi, draws))
            extent = Extent(None, self.lo - before, self.hi)
            files.append(write_table(table, draw_variables(exp), folder, f"draws/{name}", extent))
        faults: list[Fault] = []
        for branch, rows in self.rows.items():
            path = f"members/branch={branch}/{name}"
            table = _after(folder / path, before, member_table(exp, self.lo, *rows))
            extent = Extent(branch, self.lo - before, self.hi)
            files.append(write_table(table, variables, folder, path, extent))
            faults += find_faults(exp, branch, self.lo, *rows, self.errors.get(branch, {}))
        return files, faults


def _after(path: Path, before: int, table: "pa.Table") -> "pa.Table":
    """Put the first `before` rows of a written file before the rows of a table. A column may be null if it may in one.

    The file has more rows if the process ended between writing it and recording it.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    if not before:
        return table
    first = pq.ParquetFile(path).read().slice(0, before)
    written = [first.schema.field(name) for name in table.column_names]
    fields = [
        field.with_nullable(field.nullable or old.nullable) for field, old in zip(table.schema, written, strict=True)
    ]
    schema = pa.schema(fields)
    return pa.concat_tables([first.cast(schema), table.cast(schema)]).combine_chunks()
