"""Creates, finds, locks, logs and seals run folders `<root>/<experiment>/<run-id>/`.

A run is sealed when `manifest.json` is written: it is finished and does not change any more. Only one process at a time
holds the lock of an unfinished run.
"""

import fcntl
import json
import math
import os
import re
import shutil
import threading
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from forecast.errors import Problem, ResultError
from forecast.store import manifest as record
from forecast.store.atomic import LOG, WORK, FileEntry, entry_of, publish, put_bytes, sync_names, writing
from forecast.store.manifest import RunManifest, find_manifest, read_manifest
from forecast.store.plain_files import links_below, refuse_links

RUN_ID = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}")
LOCK = "lock"


class Lock:
    """The lock on a work area. It is released when the process ends."""

    def __init__(self, handle: int) -> None:
        self._handle: int | None = handle

    @classmethod
    def take(cls, work: Path, shared: bool = False) -> "Lock | None":
        """Lock without waiting. None if another process has the lock or if the area was removed. Raises OSError.

        shared: other processes may take the lock too, if they also share it.
        """
        try:
            handle = os.open(work / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except FileNotFoundError:
            return None
        try:
            fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
            # the run may have been sealed, and this file removed, between the two lines above
            if os.stat(work / LOCK).st_ino == os.fstat(handle).st_ino:
                return cls(handle)
        except (BlockingIOError, FileNotFoundError):
            pass
        os.close(handle)
        return None

    def release(self) -> None:
        """Unlock; a second call does nothing."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def utc_now() -> str:
    """The time in the format of logs and the manifest: `2024-12-20T10:15:00.123Z`."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class RunLog:
    """Writes `run.log`, one JSON object per line: `{"time": ..., "event": ..., ...}`. Safe for threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()

    def write(self, event: str, **fields: object) -> None:
        """Append one line. NaN and infinity become null, and objects that JSON does not know become text."""
        values = {key: None if isinstance(x, float) and not math.isfinite(x) else x for key, x in fields.items()}
        line = json.dumps({"time": utc_now(), "event": event, **values}, default=str)
        with self._lock, open(self.path, "a", encoding="utf-8") as stream:
            stream.write(line + "\n")


class RunFolder:
    """A run folder that this process has locked. As a context manager it unlocks the folder at the end.

    path: the folder. manifest: the record of the run; its status is `running` until `seal`. log: writes `run.log`.
    """

    def __init__(self, path: Path, manifest: RunManifest, lock: Lock) -> None:
        self.path = path
        self.manifest = manifest
        self.log = RunLog(path / LOG)
        self._lock = lock

    @classmethod
    def create(cls, root: Path, manifest: RunManifest) -> "RunFolder":
        """Create a folder below `root` and write its record with run_id and start time. Raises RunError."""
        parent = root / manifest.experiment
        with writing(parent):
            parent.mkdir(parents=True, exist_ok=True)
            path = new_folder(parent, manifest.config_hash)
            work = path / WORK
            work.mkdir()
            lock = Lock.take(work)
        assert lock is not None
        folder = cls(path, manifest, lock)
        folder.record(manifest.model_copy(update={"run_id": path.name, "status": "running", "started": utc_now()}))
        return folder

    @classmethod
    def adopt(
        cls, root: Path, experiment: str, config_hash: str, code_hash: str = "", device: str = "", fit: str = ""
    ) -> "RunFolder | None":
        """Lock the newest unsealed run of a configuration that no other process has locked. None if there is none.

        Parameters
        ----------
        root : Path
            Results folder.
        experiment, config_hash : str
            Name of the experiment and hash of its configuration.
        code_hash, device : str
            If given, only runs that were begun by this code or on this device.
        fit : str
            Hash of the fit of another run that the run uses; empty for runs with a fit of their own.
        """
        for path, manifest in _unsealed(root, experiment, config_hash, code_hash, fit):
            if device not in ("", manifest.device):
                continue
            with writing(path):
                lock = Lock.take(path / WORK)
            if lock is not None:
                if not (path / record.NAME).exists():
                    return cls(path, manifest, lock)
                lock.release()
        return None

    def record(self, manifest: RunManifest) -> None:
        """Replace the stored record of the unfinished run. Raises RunError."""
        work = self.path / WORK
        put_bytes(work / record.NAME, manifest.text().encode(), work)
        self.manifest = manifest

    def write_text(self, name: str, text: str) -> FileEntry:
        """Write a text file of the run atomically, such as `config.yaml`. Raises RunError."""
        return publish(self.path, name, text.encode())

    def seal(self, manifest: RunManifest, files: Iterable[FileEntry]) -> RunManifest:
        """Write `manifest.json` with status `complete` after all other files, remove `.work/` and unlock the folder.

        `manifest`: the manifest of this run, with its timings; run_id and start time are not changed. `files`: all
        files of the run. Raises RunError.
        """
        log = entry_of(self.path, LOG).sha256 if self.log.path.exists() else None
        fixed = {"status": "complete", "finished": utc_now(), "log_sha256": log, "files": tuple(sorted(files))}
        identity = {"run_id": self.manifest.run_id, "started": self.manifest.started}
        self.manifest = manifest.model_copy(update=fixed | identity)
        for folder in {self.path, *(path.parent for path in (self.path / entry.path for entry in self.manifest.files))}:
            sync_names(folder)
        put_bytes(self.path / record.NAME, self.manifest.text().encode(), self.path / WORK)
        sync_names(self.path)
        shutil.rmtree(self.path / WORK, ignore_errors=True)
        self.close()
        return self.manifest

    def close(self) -> None:
        """Unlock the folder, whether it is finished or not."""
        self._lock.release()

    def __enter__(self) -> "RunFolder":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def new_folder(parent: Path, config_hash: str) -> Path:
    """Create a folder named after the time and the hash. If it exists, use the next free second. Raises OSError."""
    moment = datetime.now(UTC)
    while True:
        path = parent / f"{moment:%Y%m%dT%H%M%SZ}-{config_hash[:8]}"
        try:
            path.mkdir()
        except FileExistsError:
            moment += timedelta(seconds=1)
        else:
            return path


def _runs(parent: Path) -> Iterator[Path]:
    """Run folders of an experiment, newest first."""
    if parent.is_dir():
        yield from sorted((path for path in parent.iterdir() if RUN_ID.fullmatch(path.name)), reverse=True)


def _unsealed(
    root: Path, experiment: str, config_hash: str, code_hash: str, fit: str
) -> Iterator[tuple[Path, RunManifest]]:
    for path in _runs(root / experiment):
        if os.path.lexists(path / record.NAME):
            continue
        refuse_links(path, *links_below(path))
        manifest = find_manifest(path)
        if (
            manifest
            and (manifest.asked, manifest.fit_sha256) == (config_hash, fit)
            and code_hash in ("", manifest.code_hash)
        ):
            yield path, manifest


def find_unsealed(root: Path, experiment: str, config_hash: str, code_hash: str = "", fit: str = "") -> Path | None:
    """Return the newest unsealed run of a configuration (and of this code, if its hash is given), or None.

    Parameters
    ----------
    root : Path
        Results folder.
    experiment, config_hash, code_hash : str
        Name of the experiment, hash of its configuration and hash of the code.
    fit : str
        Hash of the fit of another run that the run uses; empty for runs with a fit of their own.
    """
    return next((path for path, _ in _unsealed(root, experiment, config_hash, code_hash, fit)), None)


def find_sealed(root: Path, experiment: str, config_hash: str, fit: str = "") -> Path | None:
    """Return the newest finished run of a configuration, or None.

    Parameters
    ----------
    root : Path
        Results folder.
    experiment, config_hash : str
        Name of the experiment and hash of its configuration.
    fit : str
        Hash of the fit of another run that the run uses; empty for runs with a fit of their own.
    """
    for path in _runs(root / experiment):
        try:
            manifest = read_manifest(path / record.NAME)
        except ResultError:
            continue
        if (manifest.asked, manifest.fit_sha256) == (config_hash, fit):
            return path
    return None


def list_runs(root: Path) -> tuple[list[tuple[Path, RunManifest]], list[Problem]]:
    """All runs below a results folder, sealed or not, oldest first, and why the records of others cannot be read."""
    readable: list[tuple[Path, RunManifest]] = []
    problems: list[Problem] = []
    for path in (path for parent in sorted(root.iterdir()) if parent.is_dir() for path in _runs(parent)):
        is_sealed = os.path.lexists(path / record.NAME)
        try:
            readable.append((path, read_manifest(path / record.NAME if is_sealed else path / WORK / record.NAME)))
        except ResultError as problem:
            if is_sealed or any(path.iterdir()):  # a folder without anything was left by a run that never began
                problems += problem.problems
    return sorted(readable, key=lambda pair: (pair[1].run_id, pair[1].experiment)), problems


def _has_lost_its_record(folder: Path) -> bool:
    """Whether a run folder has results, but neither a manifest nor the work area of an unfinished run."""
    return (folder / "members").is_dir() and not os.path.lexists(folder / WORK)


def find_run(path: Path, unfinished: bool = False) -> tuple[Path, RunManifest]:
    """Return the run folder at `path`, or the newest finished run below a folder, and its manifest.

    Parameters
    ----------
    path : Path
        A run folder, an experiment folder or a results folder.
    unfinished : bool
        Also accept a run folder that is not sealed.

    Raises
    ------
    ResultError
        If there is no such run.
    """
    if not path.is_dir():
        what = "is not a folder" if path.exists() else "no such folder"
        raise ResultError.of(str(path), f"{what}; `forecast list` shows the runs that there are")
    if (path / record.NAME).is_file():
        return path, read_manifest(path / record.NAME)
    if os.path.lexists(path / record.NAME) or _has_lost_its_record(path):
        read_manifest(path / record.NAME)  # says what is wrong with it
    if (path / WORK / record.NAME).is_file():
        if unfinished:
            return path, read_manifest(path / WORK / record.NAME)
        raise ResultError.of(str(path), "this run is not finished; finish it with the `forecast run` that began it")
    folders = [inside for depth in ("*", "*/*") for inside in path.glob(depth) if RUN_ID.fullmatch(inside.name)]
    runs = sorted(
        (run for run in folders if os.path.lexists(run / record.NAME) or _has_lost_its_record(run)),
        key=lambda run: (run.name, str(run)),
    )
    if runs:
        return runs[-1], read_manifest(runs[-1] / record.NAME)
    raise ResultError.of(str(path), "holds no finished run; make one with `forecast run CONFIG`")
