"""The running total over assembled parts: histograms, regime counts, and which parts it holds.

Counts and the list of parts are in one file that is replaced as a whole. So the counts hold exactly the parts in the
list, whenever the process is killed.
"""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from forecast.store.atomic import WORK, FileEntry, put_bytes
from forecast.store.ranges import pack, unpack

MAGIC = b"FCTOTAL1"
NAME = "merged.bin"

Counts = tuple[NDArray[np.int64], NDArray[np.int64]]


@dataclass
class Totals:
    """branches: name -> (hist [G, NSER+S, BINS], regimes [G, NREG]); files: entries of each part in the counts."""

    branches: dict[str, Counts] = field(default_factory=dict)
    files: dict[int, list[FileEntry]] = field(default_factory=dict)

    def added(self, part: int, counts: dict[str, Counts], files: list[FileEntry]) -> "Totals":
        """A new total with one more part.

        Parameters
        ----------
        part : int
            Its number.
        counts : dict[str, Counts]
            Its histograms and regime counts, by branch.
        files : list[FileEntry]
            Its Parquet files.

        Raises
        ------
        ValueError
            If the part is already in the total.
        """
        if part in self.files:
            raise ValueError(f"part {part} is already in the total")
        if self.branches:
            counts = {
                name: (hist + counts[name][0], regimes + counts[name][1])
                for name, (hist, regimes) in self.branches.items()
            }
        return Totals(counts, {**self.files, part: files})

    def save(self, folder: Path) -> None:
        """Replace the total of the run folder. Raises RunError."""
        arrays: dict[str, NDArray[np.generic]] = {}
        for name, (hist, regimes) in self.branches.items():
            arrays[f"{name}/hist"], arrays[f"{name}/regimes"] = hist, regimes
        head: dict[str, object] = {"parts": [[part, entries] for part, entries in sorted(self.files.items())]}
        work = folder / WORK
        put_bytes(work / NAME, MAGIC + pack(head, arrays), work)

    @classmethod
    def load(cls, folder: Path) -> "Totals":
        """The saved total; an empty one if there is none, if it is torn, or if a file that it lists is missing."""
        try:
            data = (folder / WORK / NAME).read_bytes()
            if data[: len(MAGIC)] != MAGIC:
                return cls()
            head, arrays = unpack(data[len(MAGIC) :])
        except (FileNotFoundError, ValueError):
            return cls()
        files = {int(part): [FileEntry(*entry) for entry in entries] for part, entries in head["parts"]}
        if not all((folder / entry.path).is_file() for entries in files.values() for entry in entries):
            return cls()
        names = dict.fromkeys(key.split("/")[0] for key in arrays)
        branches = {name: (_int64(arrays[f"{name}/hist"]), _int64(arrays[f"{name}/regimes"])) for name in names}
        return cls(branches, files)


def _int64(array: NDArray[np.generic]) -> NDArray[np.int64]:
    return array.astype(np.int64, copy=False)
