"""Makes a finished run of the folder that shards computed: checks every part, gives the folder its id, and locks it.

A network file system may show the files of another machine up to a minute late. What is missing or incomplete is
looked at again until a limit of time.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from forecast.errors import ResultError, RunError
from forecast.runner.folder import OpenedFolder, run_key
from forecast.runner.provenance import code_hash
from forecast.runner.stop import Interrupted
from forecast.store.atomic import WORK, entry_of, writing
from forecast.store.finished import Finished, read_finished
from forecast.store.fitted import NAME as FIT
from forecast.store.folder import RunFolder
from forecast.store.lock import Lock
from forecast.store.manifest import NAME, RunManifest, read_manifest
from forecast.store.parquet import part_name, rows_in
from forecast.store.plain_files import links_below, refuse_links
from forecast.store.records import part_record, part_records
from forecast.store.run_ids import SHARED, new_folder
from forecast.store.work import WorkArea

if TYPE_CHECKING:
    import threading

    from forecast.config import Experiment
    from forecast.runner.request import RunRequest

WAIT_S = 90.0
"""Seconds to wait for files that are missing. They are looked at every LOOK_S seconds."""
LOOK_S = 2.0


def shared_folders(path: Path) -> list[Path]:
    """The folders of shards at or below a path, which is such a folder, an experiment folder or a results folder."""
    if SHARED.fullmatch(path.name):
        return [path] if path.is_dir() else []
    found = {folder for depth in ("*", "*/*") for folder in path.glob(depth) if SHARED.fullmatch(folder.name)}
    return sorted(found)


def is_readable(path: Path) -> bool:
    """Whether a folder of shards has its record and its config."""
    return (path / WORK / NAME).is_file() and (path / "config.yaml").is_file()


def read_shared(path: Path) -> "tuple[RunManifest, Experiment]":
    """Read the record and the experiment of a folder of shards.

    Raises
    ------
    ResultError
        If the folder has none or contains symbolic links, or another version of the code or the schema wrote it.
    """
    from forecast.config import config_hash, load_experiment

    refuse_links(path, *links_below(path))
    record = read_manifest(path / WORK / NAME)
    if record.code_hash != code_hash():
        raise ResultError.of(str(path), "other code computed its shards; merge it with the version that computed them")
    exp = load_experiment(path / "config.yaml")
    if config_hash(exp) != record.config_hash:
        raise ResultError.of(str(path / "config.yaml"), "is not the config of these shards")
    return record, exp


def open_merged(
    path: Path, request: "RunRequest", stop: "threading.Event", note: Callable[[str], None], wait: float = WAIT_S
) -> OpenedFolder:
    """Check that every part of a folder of shards is complete, then give it a run id and lock it.

    Parameters
    ----------
    path : Path
        The folder of shards.
    request : RunRequest
        The run, with the experiment of `read_shared`.
    stop : threading.Event
        Set it to stop waiting; Interrupted is raised.
    note : callable
        Gets a line about what is waited for.
    wait : float
        Seconds to wait for files that are missing or incomplete.

    Raises
    ------
    ResultError
        If a part is missing, has other rows, members or bytes than its shard wrote, or is of another config.
    RunError
        If a shard is still running.
    """
    record = read_manifest(path / WORK / NAME)
    with writing(path):
        lock = Lock.take(path / WORK)
    if lock is None:
        raise RunError.of(str(path), "another process still computes a shard of this run; merge when it has ended")
    try:
        _wait_until_complete(path, request, run_key(record), stop, note, time.monotonic() + wait)
        with writing(path):
            final = new_folder(path.parent, record.asked)
            os.rename(path, final)  # an empty folder is replaced
        folder = RunFolder(final, record, lock)
        folder.record(record.model_copy(update={"run_id": final.name}))
        work = WorkArea(final, request.experiment, request.experiment.members, run_key(record))
        return OpenedFolder(folder, work, True, None, None, entry_of(final, "config.yaml"))
    except BaseException:
        lock.release()
        raise


def _wait_until_complete(
    path: Path,
    request: "RunRequest",
    key: str,
    stop: "threading.Event",
    note: Callable[[str], None],
    until: float,
) -> None:
    ranges = list(request.plan.part_ranges())
    open_parts = set(range(len(ranges)))
    noted = False
    while True:
        problems = {}
        for part in sorted(open_parts):
            problem = _problem(path, request.experiment, part, ranges[part], key)
            if problem is None:
                open_parts.discard(part)
            else:
                problems[part] = problem
        foreign = [number for number, _ in part_records(path) if number >= len(ranges)]
        if foreign:
            raise ResultError.of(str(part_record(path, foreign[0])), "is of no part of this run; remove it")
        if not (path / FIT).is_file():
            problems[-1] = f"{FIT}: no such file"
        if not problems:
            return
        if time.monotonic() >= until:
            for part in problems:
                if part >= 0:  # so that `--missing` names the shard of a part with damaged files
                    part_record(path, part).unlink(missing_ok=True)
            lines = [f"part {part}: {problem}" if part >= 0 else problem for part, problem in problems.items()]
            more = f"; and {len(lines) - 3} more parts" if len(lines) > 3 else ""
            fix = "`forecast run CONFIG --missing N` prints the shards to run again"
            raise ResultError.of(str(path), f"{'; '.join(lines[:3])}{more}; {fix}")
        if not noted:
            note(f"waiting for {len(problems):,} of {len(ranges):,} parts ({next(iter(problems.values()))})")
            noted = True
        if stop.wait(min(LOOK_S, max(0.0, until - time.monotonic()))):
            raise Interrupted(f"interrupted: merge {path} again")


def _problem(path: Path, exp: "Experiment", part: int, members: tuple[int, int], key: str) -> str | None:
    """What is wrong with a part, None if it is complete. Raises ResultError if its record is of something else."""
    os.scandir(path / WORK).close()  # a network file system looks again at a folder that is listed
    place = part_record(path, part)
    try:
        record = read_finished(place)
    except FileNotFoundError:
        return "is not computed yet"
    except ValueError:
        return f"{place.name} is incomplete"
    if record.key != key:
        raise ResultError.of(str(place), "is of another config or code; remove it")
    if (record.lo, record.hi) != members or set(record.files) != {part}:
        raise ResultError.of(
            str(place), f"has members {record.lo} to {record.hi - 1}, not {members[0]} to {members[1] - 1}; remove it"
        )
    return _file_problem(path, exp, part, record)


def _file_problem(path: Path, exp: "Experiment", part: int, record: Finished) -> str | None:
    name = part_name(part)
    expected = {f"draws/{name}", *(f"members/branch={branch}/{name}" for branch in exp.branches)}
    entries = {entry.path: entry for entry in record.files[part]}
    if set(entries) != expected or set(record.branches) != set(exp.branches):
        raise ResultError.of(str(part_record(path, part)), "has other branches than the config; remove it")
    for entry in entries.values():
        try:
            rows = rows_in(path / entry.path)
            if rows != record.hi - record.lo or entry.rows != rows:
                return f"{entry.path} has {rows:,} rows, not {record.hi - record.lo:,}"
            if entry_of(path, entry.path).sha256 != entry.sha256:
                return f"{entry.path} differs from what its shard wrote"
        except FileNotFoundError:
            return f"{entry.path}: no such file"
        except (OSError, ValueError):
            return f"{entry.path} cannot be read"
    return None
