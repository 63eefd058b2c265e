"""Divides runs into shards: each computes whole parts, in its own process, into one run folder that all of them share.

The folder is named after config, code, schema and device, so that processes which know nothing of each other find it.
A part is finished when its record is in `.work/`. `forecast.runner.merging` makes a finished run of the folder.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self

from forecast.errors import ConfigError, RunError
from forecast.experiment.plan import PART_MEMBERS
from forecast.runner.folder import OpenedFolder, first_manifest, run_key
from forecast.runner.machine import check_space
from forecast.store.atomic import WORK, writing
from forecast.store.fitted import NAME as FIT
from forecast.store.folder import RunFolder, utc_now
from forecast.store.lock import Lock
from forecast.store.manifest import NAME, RunManifest, read_manifest
from forecast.store.plain_files import links_below, refuse_links
from forecast.store.records import Records
from forecast.store.search import find_sealed
from forecast.store.work import WorkArea

if TYPE_CHECKING:
    from forecast.runner.request import RunRequest

MAX_SHARDS = 1_000_000


class Shard(NamedTuple):
    """Shard `number` (from 1) of `of`. It has every of-th part of a run, or of all runs of a sweep."""

    number: int
    of: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `K/N`.

        Raises
        ------
        ConfigError
            Unless 1 <= K <= N <= 1,000,000.
        """
        match = re.fullmatch(r"(\d{1,9})/(\d{1,9})", text)
        shard = cls(int(match[1]), int(match[2])) if match and text.isascii() else None
        if shard is None or not 1 <= shard.number <= shard.of <= MAX_SHARDS:
            raise ConfigError.of(f"--shard {text}", f"must be K/N with K from 1 to N and N up to {MAX_SHARDS:,}")
        return shard

    def parts(self, requests: "Sequence[RunRequest]") -> list[list[int]]:
        """The numbers of the parts of this shard, one list for each run."""
        chosen: list[list[int]] = [[] for _ in requests]
        for run, part in units(requests)[self.number - 1 :: self.of]:
            chosen[run].append(part)
        return chosen


def units(requests: "Sequence[RunRequest]") -> list[tuple[int, int]]:
    """All parts of some runs, in order: index of the run, number of the part."""
    return [(run, part) for run, request in enumerate(requests) for part in range(request.plan.parts)]


def missing_shards(requests: "Sequence[RunRequest]", count: int) -> list[int]:
    """Numbers of the shards, of `count`, that have a part which is not finished.

    A run that is finished, by any way, has no missing part.
    """
    missing = set(_missing_units(requests))
    return sorted({place % count + 1 for place, unit in enumerate(units(requests)) if unit in missing})


def _missing_units(requests: "Sequence[RunRequest]") -> list[tuple[int, int]]:
    found = []
    for run, request in enumerate(requests):
        if finished_run(request) is None:
            record = first_manifest_of(request)
            records = Records(shared_path(request, record), run_key(record), PART_MEMBERS)
            for part, (_, hi) in enumerate(request.plan.part_ranges()):
                if records.written(part, False) < hi:
                    found.append((run, part))
    return found


def first_manifest_of(request: "RunRequest") -> RunManifest:
    """The record of a run that has not computed anything yet."""
    from forecast.config import config_hash

    return first_manifest(request, config_hash(request.experiment))


def finished_run(request: "RunRequest") -> Path | None:
    """The newest finished run of the same config, by the same code. None if there is none."""
    record = first_manifest_of(request)
    path = find_sealed(request.out, record.experiment, record.config_hash, request.fit_sha256)
    if path is None:
        return None
    return path if run_key(read_manifest(path / NAME)) == run_key(record) else None


def shared_path(request: "RunRequest", record: RunManifest) -> Path:
    """The folder that all shards of a run use until it is merged."""
    name = f"shards-{record.config_hash[:8]}-{run_key(record)[:8]}"
    return request.out / record.experiment / name


def open_shared(request: "RunRequest") -> OpenedFolder:
    """Open the folder that all shards of a run use, or create it.

    Raises
    ------
    ConfigError
        If the run has `stopping`, which needs all members in one process, or its pilot cannot be used.
    ResultError
        If there are symbolic links in the folder.
    RunError
        If the disk is too small or not writable, or the folder is being merged.
    """
    from forecast.config import resolved_yaml
    from forecast.runner.fitting.emulator import fit_new

    exp, record = request.experiment, first_manifest_of(request)
    if exp.stopping is not None:
        raise ConfigError.of("stopping", "a run that stops by itself has no shards; name its size with --members N")
    path = shared_path(request, record)
    refuse_links(path, *links_below(path))
    resumed = path.is_dir()
    check_space(request.out, request.plan.work_bytes)
    fitted = None if (path / FIT).is_file() else fit_new(request)
    with writing(path):
        (path / WORK).mkdir(parents=True, exist_ok=True)
        lock = Lock.take(path / WORK, shared=True)
    if lock is None:
        raise RunError.of(str(path), "is being merged by another process; wait for it")
    try:
        folder = RunFolder(path, record, lock)
        if not (path / WORK / NAME).exists():
            folder.record(record.model_copy(update={"run_id": path.name, "status": "running", "started": utc_now()}))
        config = folder.write_text("config.yaml", resolved_yaml(exp))
        work = WorkArea(path, exp, exp.members, run_key(record), shared=True)
    except BaseException:
        lock.release()
        raise
    return OpenedFolder(folder, work, resumed, None, None, config, fitted)
