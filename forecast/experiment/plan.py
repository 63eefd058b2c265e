"""Plans a run: its parts and chunks, with estimates of memory, disk and time.

A chunk is a range of members that one thread computes at a time. A part is a range of members that one Parquet file
holds.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from forecast.config.models import Experiment
from forecast.errors import ConfigError
from forecast.experiment import footprint

PART_MEMBERS = 65_536
GPU_CHUNK_MEMBERS = PART_MEMBERS
"""Members of a chunk on a GPU, which computes one member per thread. A smaller chunk would leave a large GPU idle."""

CHUNK_MEMBERS = 8_192
"""Members of a chunk on processors. Smaller chunks cost more to store than they gain: docs/performance.md."""

FEW_CHUNKS = 4
"""With at most this number of chunks per thread all chunks are equal, so that no thread waits for the last chunk."""

LANE_ROW = 128
"""Chunks are multiples of this number of members, so that the kernel has no empty lane.

A lane is one of the places that the kernel fills with one member each and computes at the same time.
"""

NS_PER_MEMBER_WEEK = 100.0
"""Assumed nanoseconds of one weekly step of a member on one thread; `forecast plan` does not measure it."""

START_SECONDS = 3.0
"""Assumed time from the start of the command to the first chunk."""


@dataclass(frozen=True)
class RunPlan:
    """What a run will compute and need. Counts are exact; bytes and seconds are estimates.

    ram: peak resident memory, in bytes by item. disk: size of the finished run, in bytes by item. work_bytes: the
    maximum that `.work/` needs in addition.
    """

    members: int
    draws: int
    replicates: int
    branches: tuple[str, ...]
    horizon: int
    threads: int
    chunk_size: int
    ram: dict[str, int] = field(repr=False)
    disk: dict[str, int] = field(repr=False)
    work_bytes: int
    ns_per_member_week: float
    seconds: float

    @property
    def parts(self) -> int:
        """Number of Parquet parts of each branch."""
        return -(-self.members // PART_MEMBERS)

    @property
    def chunks(self) -> int:
        """Number of chunks, the units of work. No chunk crosses the border of a part."""
        whole, rest = divmod(self.members, PART_MEMBERS)
        return whole * -(-PART_MEMBERS // self.chunk_size) + -(-rest // self.chunk_size)

    @property
    def member_weeks(self) -> int:
        """Number of weekly steps of all members in all branches."""
        return self.members * len(self.branches) * self.horizon

    @property
    def ram_bytes(self) -> int:
        """Peak resident memory, in bytes."""
        return sum(self.ram.values())

    @property
    def disk_bytes(self) -> int:
        """Size of the finished run, in bytes."""
        return sum(self.disk.values())

    def part_ranges(self) -> Iterator[tuple[int, int]]:
        """Yield the range of members (lo, hi) of each part; hi is the member after the last."""
        return _ranges(0, self.members, PART_MEMBERS)

    def chunk_ranges(self) -> Iterator[tuple[int, int]]:
        """Yield the range of members (lo, hi) of each chunk, in order."""
        for lo, hi in self.part_ranges():
            yield from _ranges(lo, hi, self.chunk_size)


def make_plan(
    exp: Experiment,
    threads: int = 1,
    chunk_size: int | None = None,
    ns_per_member_week: float = NS_PER_MEMBER_WEEK,
    gpu: bool = False,
) -> RunPlan:
    """Plan the run of an experiment.

    Parameters
    ----------
    exp : Experiment
        The experiment that is run.
    threads : int
        Threads of the run.
    chunk_size : int, optional
        Members of a chunk. If None, it is 8,192 (fewer if threads would be idle), or 65,536 on a GPU.
    ns_per_member_week : float
        Time of one member-week on one thread, in nanoseconds.
    gpu : bool
        Whether the run is on a GPU.

    Raises
    ------
    ConfigError
        If `threads` or `chunk_size` is below 1, or `chunk_size` is above the size of a part (65,536).
    """
    if threads < 1:
        raise ConfigError.of("--threads", f"must be at least 1, got {threads}")
    if chunk_size is not None and not 1 <= chunk_size <= PART_MEMBERS:
        raise ConfigError.of("--chunk-size", f"must be from 1 to {PART_MEMBERS}, got {chunk_size}")
    usual = min(GPU_CHUNK_MEMBERS, exp.members) if gpu else default_chunk(exp.members, threads)
    size = usual if chunk_size is None else chunk_size
    steps = exp.members * len(exp.branches) * exp.horizon
    return RunPlan(
        members=exp.members,
        draws=-(-exp.members // exp.design.replicates),
        replicates=exp.design.replicates,
        branches=tuple(exp.branches),
        horizon=exp.horizon,
        threads=threads,
        chunk_size=size,
        ram=footprint.ram(exp, threads, size, PART_MEMBERS),
        disk=footprint.disk(exp),
        work_bytes=footprint.work(exp, threads, size, PART_MEMBERS),
        ns_per_member_week=ns_per_member_week,
        seconds=START_SECONDS + steps * ns_per_member_week * 1e-9 / threads,
    )


def default_chunk(members: int, threads: int) -> int:
    """Return the members of a chunk: 8,192, or in a small run an equal piece of the share of a thread.

    A piece is a multiple of LANE_ROW.
    """
    share = -(-members // threads)
    pieces = -(-share // CHUNK_MEMBERS)
    if pieces > FEW_CHUNKS:
        return CHUNK_MEMBERS
    return -(-share // (pieces * LANE_ROW)) * LANE_ROW


def _ranges(lo: int, hi: int, size: int) -> Iterator[tuple[int, int]]:
    for start in range(lo, hi, size):
        yield start, min(start + size, hi)
