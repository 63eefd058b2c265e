"""Records which members are finished: one file of the work area for each part, and one for what another run gave.

A record lists the Parquet files of its part and holds the weekly counts of its members. It is replaced atomically after
the files are in place. So counts and files always belong to the same members, even if the process is killed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from forecast.store.atomic import FileEntry, put_bytes
from forecast.store.faults import Fault
from forecast.store.ranges import pack, unpack

MAGIC = b"FCPART03"

Counts = tuple[NDArray[np.int64], NDArray[np.int64]]


@dataclass(frozen=True)
class Finished:
    """Finished members lo .. hi-1 of some branches.

    key: identifies config, code and schema of the run (`run_key`). branches: branch -> (hist int64[G, NSER+S, BINS],
    regimes int64[G, NREG]), counts of the members by week. files: number of the part -> entries of its files. faults:
    number of the part -> its failed members.
    """

    key: str
    lo: int
    hi: int
    branches: Mapping[str, Counts]
    files: Mapping[int, list[FileEntry]] = field(default_factory=dict)
    faults: Mapping[int, list[Fault]] = field(default_factory=dict)

    def save(self, path: Path) -> None:
        """Write the record, replacing an earlier one. Raises RunError.

        Parameters
        ----------
        path : Path
            A file of the work area.
        """
        arrays: dict[str, NDArray[np.generic]] = {}
        for name, (hist, regimes) in self.branches.items():
            arrays[f"{name}/hist"], arrays[f"{name}/regimes"] = hist, regimes
        head: dict[str, object] = {"key": self.key, "lo": self.lo, "hi": self.hi}
        head["parts"] = [[part, entries] for part, entries in sorted(self.files.items())]
        head["faults"] = [[part, faults] for part, faults in sorted(self.faults.items())]
        put_bytes(path, MAGIC + pack(head, arrays), path.parent)


def read_finished(path: Path) -> Finished:
    """Read a record.

    Raises
    ------
    ValueError
        If the file is incomplete, changed or of another kind.
    FileNotFoundError
        If it is missing.
    """
    data = path.read_bytes()
    if data[: len(MAGIC)] != MAGIC:
        raise ValueError("not a record of a part")
    head, arrays = unpack(data[len(MAGIC) :])
    names = dict.fromkeys(key.split("/")[0] for key in arrays)
    return Finished(
        head["key"],
        head["lo"],
        head["hi"],
        {name: (_int64(arrays[f"{name}/hist"]), _int64(arrays[f"{name}/regimes"])) for name in names},
        {int(part): [FileEntry(*entry) for entry in entries] for part, entries in head["parts"]},
        {int(part): [_fault(*texts) for texts in group] for part, group in head["faults"]},
    )


def added(one: Mapping[str, Counts], two: Mapping[str, Counts]) -> dict[str, Counts]:
    """Add counts branch by branch. A branch that only one of them has is kept."""
    total = dict(one)
    for name, (hist, regimes) in two.items():
        before = total.get(name)
        total[name] = (hist, regimes) if before is None else (before[0] + hist, before[1] + regimes)
    return total


def _int64(array: NDArray[np.generic]) -> NDArray[np.int64]:
    return array.astype(np.int64, copy=False)


def _fault(branch: str, variable: str, reason: str, members: list[int]) -> Fault:
    return Fault(branch, variable, reason, tuple(members))
