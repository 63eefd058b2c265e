"""Manages the folder `.work/` of a run: stores finished ranges of members until their part is complete.

A range is the members lo .. hi-1 that one thread computed. A part is up to 65,536 members, written as Parquet files. A
range is stored twice: in memory, and in a file that is read only if the run is interrupted.

To write a part, its Parquet files are renamed into place, then its record is replaced, then the range files are
removed. If the process is killed in between, the next one still writes the same bytes: it writes a part again if the
record does not list it, and it removes the ranges of a listed part.
"""

import re
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from forecast.experiment.plan import PART_MEMBERS
from forecast.store.atomic import WORK, FileEntry, put_bytes, writing
from forecast.store.drafts import clean
from forecast.store.faults import Fault, joined
from forecast.store.finished import Counts
from forecast.store.parts import OpenPart
from forecast.store.ranges import RangeResult, decode, encode
from forecast.store.records import Records

if TYPE_CHECKING:
    from forecast.config.models import Experiment

DrawSource = Callable[[int, int], dict[str, NDArray[np.float32]]]
_RANGE = re.compile(r"range-(\d{12})-(\d{12})\.bin")


class WorkArea:
    """Stores finished ranges and writes complete parts. Safe for threads that put different ranges.

    Unless the folder is shared, the constructor removes unneeded and damaged files of an earlier process.

    Parameters
    ----------
    folder : Path
        The run folder. Its `.work/` exists.
    exp : Experiment
        Gives the names of branches and columns.
    members : int
        Number of members of the finished run.
    key : str
        Identifies config, code and schema (`run_key`). Records with another key are not used.
    part_members : int
        Number of members of a part.
    shared : bool
        Whether other processes use the folder too. Then ranges are kept in memory only, so that a part that is not
        written yet is computed again after an interruption.
    """

    def __init__(
        self,
        folder: Path,
        exp: "Experiment",
        members: int,
        key: str = "",
        part_members: int = PART_MEMBERS,
        shared: bool = False,
    ) -> None:
        self.folder, self.exp, self.members, self.part_members = folder, exp, members, part_members
        self._work, self._shared = folder / WORK, shared
        self._lock = threading.Lock()
        self._recording = threading.Lock()
        if not shared:
            clean(self._work)
        self.records = Records(folder, key, part_members)
        self.branches = tuple(branch for branch in exp.branches if branch not in self.records.given_branches)
        """The branches that are computed. Another run may have given the others."""
        self._has_new_branches = 0 < len(self.branches) < len(exp.branches)
        self.branches = self.branches or tuple(exp.branches)
        self._ranges: set[tuple[int, int]] = set()
        self._open_parts: dict[int, OpenPart] = {}
        if not shared:
            self._scan()

    def _scan(self) -> None:
        """Register the undamaged range files that are still needed, and remove all others."""
        end = 0
        for path in sorted(self._work.glob("range-*")):
            match = _RANGE.fullmatch(path.name)
            lo, hi = (int(match[1]), int(match[2])) if match else (-1, -1)
            if lo >= end and self._needed(lo, hi) and self._is_undamaged(path, lo, hi):
                self._ranges.add((lo, hi))
                end = hi
            else:
                path.unlink()

    def grow(self, members: int) -> None:
        """Ask for more members. The files of the last part stay until a larger part replaces them."""
        self.members = members

    def _needed(self, lo: int, hi: int) -> bool:
        inside = 0 <= lo < hi <= self.members and lo // self.part_members == (hi - 1) // self.part_members
        return inside and lo >= self._written(lo // self.part_members)

    def _is_undamaged(self, path: Path, lo: int, hi: int) -> bool:
        try:
            result = decode(path.read_bytes())
        except ValueError:
            return False
        return (result.lo, result.hi) == (lo, hi) and tuple(result.branches) == self.branches

    def _path(self, lo: int, hi: int) -> Path:
        return self._work / f"range-{lo:012d}-{hi:012d}.bin"

    def put(self, result: RangeResult) -> None:
        """Store a finished range atomically. Raises RunError if the disk is full.

        Raises
        ------
        ValueError
            If the range is in two parts, is already in a written part, or has other branches.
        """
        if not self._needed(result.lo, result.hi) or tuple(result.branches) != self.branches:
            raise ValueError(f"members {result.lo} to {result.hi} are no range that this run needs")
        if not self._shared:
            put_bytes(self._path(result.lo, result.hi), encode(result), self._work, sync=False)
        part = result.lo // self.part_members
        with self._lock:
            collected = self._open_parts.setdefault(part, OpenPart(self._written(part), self._bounds(part)[1]))
        collected.add(result)
        with self._lock:
            self._ranges.add((result.lo, result.hi))

    def covered(self) -> list[tuple[int, int]]:
        """Finished ranges of members in order, those of written parts included. Adjacent ranges are joined."""
        with self._lock:
            pieces = sorted(self._ranges | set(self._written_ranges()))
        joined: list[tuple[int, int]] = []
        for lo, hi in pieces:
            if joined and joined[-1][1] == lo:
                joined[-1] = (joined[-1][0], hi)
            else:
                joined.append((lo, hi))
        return joined

    def missing(self, chunk_size: int, parts: Iterable[int] | None = None) -> list[tuple[int, int]]:
        """Ranges that are still to be computed, in order. Each has at most `chunk_size` members, all in one part.

        `parts`: only in these parts; default: in all.
        """
        chosen = None if parts is None else set(parts)
        gaps: list[tuple[int, int]] = []
        at = 0
        for lo, hi in [*self.covered(), (self.members, self.members)]:
            while at < lo:
                part = at // self.part_members
                end = min(at + chunk_size, lo, (part + 1) * self.part_members)
                if chosen is None or part in chosen:
                    gaps.append((at, end))
                at = end
            at = hi
        return gaps

    def missing_parts(self) -> list[int]:
        """Numbers of the parts that are not completely written."""
        return [part for part in self._parts() if self._written(part) < self._bounds(part)[1]]

    def written_members(self) -> int:
        """Number of members at the beginning of the run that are completely written."""
        for part in self._parts():
            if self._written(part) < (part + 1) * self.part_members:
                return self._written(part)
        return self.members

    def _bounds(self, part: int) -> tuple[int, int]:
        return part * self.part_members, min((part + 1) * self.part_members, self.members)

    def _written(self, part: int) -> int:
        """The member after the last one of a part that its files hold."""
        return self.records.written(part, self._has_new_branches)

    def _written_ranges(self) -> list[tuple[int, int]]:
        ranges = ((part * self.part_members, self._written(part)) for part in self._parts())
        return [(lo, hi) for lo, hi in ranges if lo < hi]

    def _parts(self) -> range:
        return range(-(-self.members // self.part_members))

    def ready_parts(self) -> list[int]:
        """Numbers of the parts that are not completely written and whose members are all finished."""
        finished = self.covered()
        return [
            p
            for p in self.missing_parts()
            if any(a <= self._bounds(p)[0] and self._bounds(p)[1] <= b for a, b in finished)
        ]

    def assemble(self, part: int, draws: DrawSource) -> None:
        """Write the Parquet files of a ready part, record it, and remove its ranges.

        `draws(lo, hi)` returns the prior values of members lo .. hi-1. Threads may assemble several parts at once.

        Raises
        ------
        ValueError
            If the part is not ready.
        """
        if part not in self.ready_parts():
            raise ValueError(f"part {part} is not ready")
        first, hi = self._bounds(part)
        lo = self._written(part)
        with self._lock:
            ranges = sorted((a, b) for a, b in self._ranges if lo <= a and b <= hi)
            collected = self._open_parts.pop(part, None) or OpenPart(lo, hi)
        with writing(self.folder):
            for a, b in ranges:
                if (a, b) not in collected.filled:
                    collected.add(decode(self._path(a, b).read_bytes()))
            values = None if self._has_new_branches else draws(lo, hi)
            files, faults = collected.write(self.exp, self.folder, part, values, lo - first)
        with self._recording:
            self.records.add(part, lo, hi, collected.counts, files, faults)
            with self._lock:
                self._ranges.difference_update(ranges)
        if not self._shared:
            for a, b in ranges:
                self._path(a, b).unlink()

    def totals(self) -> dict[str, Counts]:
        """Branch -> (hist [G, NSER+S, BINS], regimes [G, NREG]), int64, summed over all written parts."""
        return {branch: self.records.counts[branch] for branch in self.exp.branches if branch in self.records.counts}

    def files(self) -> list[FileEntry]:
        """Entries of the Parquet files of all written parts, sorted by path."""
        return sorted(entry for entries in self.records.files.values() for entry in entries.values())

    def faults(self) -> list[Fault]:
        """The members that failed in all written parts."""
        return joined(fault for _, faults in sorted(self.records.faults.items()) for fault in faults)
