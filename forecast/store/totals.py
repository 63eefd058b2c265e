"""Sums the weekly histograms and regime counts of all finished parts, and stores the sums with the list of parts.

Sums and list are in one file that is replaced atomically. So the sums always belong to exactly the listed parts, even
if the process is killed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from forecast.store.atomic import WORK, FileEntry, put_bytes
from forecast.store.faults import Fault
from forecast.store.ranges import pack, unpack

MAGIC = b"FCTOTAL2"
NAME = "merged.bin"

Counts = tuple[NDArray[np.int64], NDArray[np.int64]]


@dataclass
class Totals:
    """The sums and the parts that they include.

    branches: branch -> (hist int64[G, NSER+S, BINS], regimes int64[G, NREG]), members by counted week. files: number of
    the part -> entries of its files. faults: number of the part -> its failed members.
    """

    branches: dict[str, Counts] = field(default_factory=dict)
    files: dict[int, list[FileEntry]] = field(default_factory=dict)
    faults: dict[int, list[Fault]] = field(default_factory=dict)

    def added(
        self, part: int, counts: dict[str, Counts], files: list[FileEntry], faults: Sequence[Fault] = ()
    ) -> "Totals":
        """Return the total with one more part.

        Parameters
        ----------
        part : int
            Number of the part.
        counts : dict[str, Counts]
            Branch -> histograms and regime counts of the part.
        files : list[FileEntry]
            Parquet files of the part.
        faults : Sequence[Fault]
            Its failed members.

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
        failed = {**self.faults, part: list(faults)} if faults else self.faults
        return Totals(counts, {**self.files, part: files}, failed)

    def save(self, folder: Path) -> None:
        """Write the total to the run folder, replacing the earlier one. Raises RunError."""
        arrays: dict[str, NDArray[np.generic]] = {}
        for name, (hist, regimes) in self.branches.items():
            arrays[f"{name}/hist"], arrays[f"{name}/regimes"] = hist, regimes
        head: dict[str, object] = {"parts": [[part, entries] for part, entries in sorted(self.files.items())]}
        head["faults"] = [[part, faults] for part, faults in sorted(self.faults.items())]
        work = folder / WORK
        put_bytes(work / NAME, MAGIC + pack(head, arrays), work)

    @classmethod
    def load(cls, folder: Path) -> "Totals":
        """Read the saved total. An empty one if it is missing or damaged, or if a file that it lists is missing."""
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
        faults = {int(part): [_fault(*texts) for texts in group] for part, group in head["faults"]}
        return cls(branches, files, faults)


def _int64(array: NDArray[np.generic]) -> NDArray[np.int64]:
    return array.astype(np.int64, copy=False)


def _fault(branch: str, variable: str, reason: str, members: list[int]) -> Fault:
    return Fault(branch, variable, reason, tuple(members))
