"""Creates, finds, locks, logs and seals run folders `<root>/<experiment>/<run-id>/`.

A run is sealed when `manifest.json` is written: it is finished and does not change any more. Only one process at a time
holds the lock of an unfinished run.
"""

import contextlib
import errno
import json
import math
import os
import threading
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from forecast.errors import ConfigError, RunError
from forecast.store import manifest as record
from forecast.store.atomic import LOG, UNSUPPORTED, WORK, FileEntry, entry_of, publish, put_bytes, sync_names, writing
from forecast.store.drafts import remove, temporary
from forecast.store.leftovers import remove_work, sweep_runs
from forecast.store.lock import Lock
from forecast.store.manifest import RunManifest
from forecast.store.paths import text_problem
from forecast.store.run_ids import SECOND, entries, id_of, next_moment
from forecast.store.search import unsealed

NO_RENAME = UNSUPPORTED | {errno.EXDEV, errno.EPERM, errno.EACCES}
"""What file systems answer that cannot rename a folder with files in it."""


def utc_now() -> str:
    """The time in the format of logs and the manifest: `2024-12-20T10:15:00.123Z`."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class RunLog:
    """Writes `run.log`, one JSON object per line: `{"time": ..., "event": ..., ...}`. Safe for threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()

    def write(self, event: str, **fields: object) -> None:
        """Append one line. NaN and infinity become null, and unknown objects text. Raises RunError."""
        values = {key: None if isinstance(x, float) and not math.isfinite(x) else x for key, x in fields.items()}
        line = json.dumps({"time": utc_now(), "event": event, **values}, default=str)
        with self._lock, writing(self.path), open(self.path, "a", encoding="utf-8") as stream:
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
        """Create a folder below `root` with its record, which has run_id and start time. Raises RunError, ConfigError.

        It appears under its name when the record is in it. Its name comes after those of all runs below `root`. What
        dead processes left beside it is removed.
        """
        _check_text(root)
        parent = root / manifest.experiment
        made = [folder for folder in (parent, root) if not folder.exists()]
        draft = parent
        try:
            with writing(parent):
                parent.mkdir(parents=True, exist_ok=True)
                sweep_runs(parent)
                draft = temporary(parent, "run")
                (draft / WORK).mkdir(parents=True)
            moment = next_moment([parent, *(root / name for name in entries(root))])
            while True:
                path = parent / id_of(moment, manifest.config_hash)
                first = manifest.model_copy(update={"run_id": path.name, "status": "running", "started": utc_now()})
                put_bytes(draft / WORK / record.NAME, first.text().encode(), draft / WORK)
                if not _rename(draft, path):
                    moment += SECOND
                    continue
                with writing(path):
                    lock = Lock.take(path / WORK)
                if lock is not None:  # else another process has adopted it already
                    return cls(path, first, lock)
                (draft / WORK).mkdir(parents=True)
        except BaseException:
            if draft != parent:
                remove(draft)
            for folder in made:
                with contextlib.suppress(OSError):
                    folder.rmdir()
            raise

    @classmethod
    def adopt(
        cls, root: Path, experiment: str, config_hash: str, code_hash: str = "", device: str = "", fit: str = ""
    ) -> "RunFolder | None":
        """Lock the newest unsealed run of a configuration that no other process has locked. None if there is none.

        Runs that this user cannot change are left out. Raises ConfigError if `root` is no text.

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
        _check_text(root)
        for path, manifest in unsealed(root, experiment, config_hash, code_hash, fit):
            if device not in ("", manifest.device):
                continue
            try:
                lock = Lock.take(path / WORK)
            except OSError:  # a run of somebody else, or on a disk that cannot be written
                continue
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
        """Write `manifest.json` with status `complete` after all other files, unlock the folder and remove `.work/`.

        Parameters
        ----------
        manifest : RunManifest
            The manifest of this run, with its timings; run_id and start time are not changed.
        files : Iterable[FileEntry]
            All files of the run.

        Raises
        ------
        RunError
            If something cannot be written, or a file was removed meanwhile.
        """
        entries = tuple(sorted(files))
        for entry in entries:
            if not (self.path / entry.path).is_file():
                message = "was removed while the run was going on; run the same command again"
                raise RunError.of(str(self.path / entry.path), message)
        with writing(self.path):
            log = entry_of(self.path, LOG).sha256 if self.log.path.exists() else None
        fixed = {"status": "complete", "finished": utc_now(), "log_sha256": log, "files": entries}
        identity = {"run_id": self.manifest.run_id, "started": self.manifest.started}
        self.manifest = manifest.model_copy(update=fixed | identity)
        for folder in {self.path, *(path.parent for path in (self.path / entry.path for entry in self.manifest.files))}:
            sync_names(folder)
        put_bytes(self.path / record.NAME, self.manifest.text().encode(), self.path / WORK)
        sync_names(self.path)
        self.close()  # first: NFS keeps a removed file that is open
        remove_work(self.path / WORK)
        return self.manifest

    def close(self) -> None:
        """Unlock the folder, whether it is finished or not."""
        self._lock.release()

    def discard(self) -> None:
        """Remove the unfinished folder, and that of its experiment if nothing else is in it. Then unlock it."""
        draft = temporary(self.path.parent, "run")  # a process that is killed here leaves a draft, which is removed
        with contextlib.suppress(OSError):
            os.rename(self.path, draft)
        remove(draft if draft.exists() else self.path)
        self.close()
        with contextlib.suppress(OSError):
            self.path.parent.rmdir()

    def __enter__(self) -> "RunFolder":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _check_text(root: Path) -> None:
    """Raise ConfigError if libraries could not open files below `root`, before anything is computed."""
    problem = text_problem(root)
    if problem:
        raise ConfigError.of(f"--out {root}", f"{problem}, or choose another folder")


def _rename(draft: Path, path: Path) -> bool:
    """Give a new run folder its name. False if the name is taken. Raises RunError."""
    if os.path.lexists(path):
        return False
    with writing(path):
        try:
            os.rename(draft, path)
        except OSError as problem:
            if problem.errno in (errno.EEXIST, errno.ENOTEMPTY, errno.ENOTDIR, errno.EISDIR):
                return False
            if problem.errno not in NO_RENAME:
                raise
            (path / WORK).mkdir(parents=True)
            os.replace(draft / WORK / record.NAME, path / WORK / record.NAME)
            remove(draft)
    return True
