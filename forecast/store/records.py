"""Reads and writes the records of finished parts in the work area, and adds them up.

`part-00003.bin` is the record of part 3. `given.bin` is the record of members or branches that another run gave.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from forecast.store.atomic import WORK, FileEntry
from forecast.store.faults import Fault
from forecast.store.finished import Counts, Finished, added, read_finished

GIVEN = "given.bin"
_PART = re.compile(r"part-(\d{5,})\.bin")


class Records:
    """The finished parts of a run folder.

    Records that are damaged, have another key, or list a file that is missing are left out: their members are computed
    again.

    Parameters
    ----------
    folder : Path
        The run folder.
    key : str
        Identifies config, code and schema of the run.
    part_members : int
        Number of members of a part.

    Attributes
    ----------
    counts : dict of str to (int64[G, NSER+S, BINS], int64[G, NREG])
        Branch -> histograms and regimes, summed over all records.
    files : dict of int to dict of str to FileEntry
        Number of the part -> path -> entry of the file.
    faults : dict of int to list of Fault
        Number of the part -> its failed members.
    """

    def __init__(self, folder: Path, key: str, part_members: int) -> None:
        self._folder, self._key, self._part_members = folder, key, part_members
        self.counts: dict[str, Counts] = {}
        self.files: dict[int, dict[str, FileEntry]] = {}
        self.faults: dict[int, list[Fault]] = {}
        self.given_branches: tuple[str, ...] = ()
        self._given_hi = 0
        self._ends: dict[int, int] = {}
        given = self._read(folder / WORK / GIVEN)
        if given is not None:
            self.given_branches, self._given_hi = tuple(given.branches), given.hi
            self._take(given)
        for part, path in part_records(folder):
            record = self._read(path)
            if record is not None and part in record.files:
                self._ends[part] = record.hi
                self._take(record)

    def written(self, part: int, only_own: bool) -> int:
        """The member after the last one of a part that is written. `only_own`: do not count what another run gave."""
        lo = part * self._part_members
        given = 0 if only_own else min(self._given_hi, lo + self._part_members)
        return max(lo, given, self._ends.get(part, 0))

    def give(self, record: Finished) -> None:
        """Take members or branches that another run gave, before anything is computed. Raises RunError."""
        record.save(self._folder / WORK / GIVEN)
        self.given_branches, self._given_hi = tuple(record.branches), record.hi
        self._take(record)

    def add(
        self,
        part: int,
        lo: int,
        hi: int,
        counts: Mapping[str, Counts],
        files: Sequence[FileEntry],
        faults: Sequence[Fault],
    ) -> None:
        """Record that a part now holds members lo .. hi-1 too. Raises RunError.

        Parameters
        ----------
        part : int
            Number of the part.
        lo, hi : int
            The new members.
        counts : Mapping[str, Counts]
            Branch -> counts of the new members.
        files : Sequence[FileEntry]
            The files that were written.
        faults : Sequence[Fault]
            The new members that failed.
        """
        path = part_record(self._folder, part)
        before = self._read(path) if part in self._ends else None
        whole = counts if before is None else added(before.branches, counts)
        failed = [*(before.faults.get(part, ()) if before else ()), *faults]
        first = lo if before is None else before.lo
        Finished(self._key, first, hi, whole, {part: list(files)}, {part: failed} if failed else {}).save(path)
        self._ends[part] = hi
        self._take(Finished(self._key, lo, hi, counts, {part: list(files)}, {part: list(faults)} if faults else {}))

    def _take(self, record: Finished) -> None:
        self.counts = added(self.counts, record.branches)
        for part, entries in record.files.items():
            self.files[part] = {**self.files.get(part, {}), **{entry.path: entry for entry in entries}}
        for part, faults in record.faults.items():
            self.faults[part] = [*self.faults.get(part, ()), *faults]

    def _read(self, path: Path) -> Finished | None:
        try:
            record = read_finished(path)
        except (FileNotFoundError, ValueError):
            return None
        if record.key != self._key:
            return None
        present = all((self._folder / entry.path).is_file() for entries in record.files.values() for entry in entries)
        return record if present else None


def part_record(folder: Path, part: int) -> Path:
    """Path of the record of a part in a run folder."""
    return folder / WORK / f"part-{part:05d}.bin"


def part_records(folder: Path) -> list[tuple[int, Path]]:
    """Number and path of each record of a part in a run folder, in order."""
    found = [(match, path) for path in (folder / WORK).glob("part-*.bin") if (match := _PART.fullmatch(path.name))]
    return sorted((int(match[1]), path) for match, path in found)
