"""The `.work/` area of a run folder: finished member ranges, and the running total of assembled parts."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from forecast.store.parquet import PART_ROWS, FileEntry
from forecast.store.ranges import BranchBlock, RangeResult

if TYPE_CHECKING:
    from forecast.config import Experiment

DrawSource = Callable[[int, int], dict[str, NDArray[np.float32]]]


class WorkArea:
    """Safe for threads that put different ranges. Opening it removes stale and damaged files of an earlier process.

    folder: the run folder (its `.work/` exists). members: how many the finished run has.
    """

    def __init__(self, folder: Path, exp: "Experiment", members: int, part_rows: int = PART_ROWS) -> None:
        raise NotImplementedError

    def put(self, result: RangeResult) -> None:
        """Store a finished range, atomically."""
        raise NotImplementedError

    def covered(self) -> list[tuple[int, int]]:
        """Finished member ranges, assembled parts included; ordered, touching ones joined."""
        raise NotImplementedError

    def missing(self, chunk_size: int) -> list[tuple[int, int]]:
        """Ranges still to compute, each at most chunk_size long and inside one part."""
        raise NotImplementedError

    def ready_parts(self) -> list[int]:
        """Parts whose members are all there and that are not yet assembled."""
        raise NotImplementedError

    def assemble(self, part: int, draws: DrawSource) -> None:
        """Write the Parquet files of a ready part, add its counts to the total, drop its ranges. One thread at a time."""
        raise NotImplementedError

    def totals(self) -> dict[str, tuple[NDArray[np.int64], NDArray[np.int64]]]:
        """Per branch: hist [G, NSER+S, BINS] and regimes [G, NREG] over all assembled parts."""
        raise NotImplementedError

    def files(self) -> list[FileEntry]:
        """Parquet files of all assembled parts."""
        raise NotImplementedError


__all__ = ["BranchBlock", "DrawSource", "RangeResult", "WorkArea"]
