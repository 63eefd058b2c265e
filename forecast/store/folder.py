"""Run folders `<root>/<experiment>/<run-id>/`: made, found, adopted by one process at a time, sealed."""

import re
import shutil
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from forecast.errors import ResultError
from forecast.store import manifest as record
from forecast.store.atomic import WORK, FileEntry, publish, put_bytes, sync_names, writing
from forecast.store.lock import Lock
from forecast.store.log import RunLog, utc_now
from forecast.store.manifest import RunManifest, find_manifest, read_manifest

RUN_ID = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}")
LOG = "run.log"


class RunFolder:
    """A run folder held (locked) by this process. A context manager: leaving it lets go.

    path: the folder. manifest: its record, status `running` until sealed. log: `run.log`.
    """

    def __init__(self, path: Path, manifest: RunManifest, lock: Lock) -> None:
        self.path = path
        self.manifest = manifest
        self.log = RunLog(path / LOG)
        self._lock = lock

    @classmethod
    def create(cls, root: Path, manifest: RunManifest) -> "RunFolder":
        """Make a new folder and its record (run_id and started are filled in). Raises RunError."""
        parent = root / manifest.experiment
        with writing(parent):
            parent.mkdir(parents=True, exist_ok=True)
            path = new_folder(parent, manifest.config_hash)
            work = path / WORK
            work.mkdir()
            lock = Lock.take(work)
        assert lock is not None
        manifest = manifest.model_copy(update={"run_id": path.name, "status": "running", "started": utc_now()})
        put_bytes(work / record.NAME, manifest.text().encode(), work)
        return cls(path, manifest, lock)

    @classmethod
    def adopt(
        cls, root: Path, experiment: str, config_hash: str, code_hash: str = "", device: str = ""
    ) -> "RunFolder | None":
        """Take over the newest unsealed run of this configuration that no live process holds, or None.

        code_hash, device: if given, only a run begun by the same code, on the same device. Raises RunError on rights.
        """
        for path, manifest in _unsealed(root, experiment, config_hash, code_hash):
            if device not in ("", manifest.device):
                continue
            with writing(path):
                lock = Lock.take(path / WORK)
            if lock is not None:
                if not (path / record.NAME).exists():
                    return cls(path, manifest, lock)
                lock.release()
        return None

    def write_text(self, name: str, text: str) -> FileEntry:
        """Write a text file (config.yaml) of the folder atomically. Raises RunError."""
        return publish(self.path, name, text.encode())

    def seal(self, manifest: RunManifest, files: Iterable[FileEntry]) -> RunManifest:
        """Write manifest.json with status `complete` and these files, last; then remove `.work/` and let go.

        manifest: this folder's with timings and the like filled in; run_id and started are kept. Raises RunError.
        """
        fixed = {"status": "complete", "finished": utc_now(), "files": tuple(sorted(files))}
        kept = {"run_id": self.manifest.run_id, "started": self.manifest.started}
        self.manifest = manifest.model_copy(update=fixed | kept)
        for folder in {self.path, *(path.parent for path in (self.path / entry.path for entry in self.manifest.files))}:
            sync_names(folder)
        put_bytes(self.path / record.NAME, self.manifest.text().encode(), self.path / WORK)
        sync_names(self.path)
        shutil.rmtree(self.path / WORK, ignore_errors=True)
        self.close()
        return self.manifest

    def close(self) -> None:
        """Let go of the folder, finished or not."""
        self._lock.release()

    def __enter__(self) -> "RunFolder":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def new_folder(parent: Path, config_hash: str) -> Path:
    """Make a folder named after the first free second from now. Raises OSError."""
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


def _unsealed(root: Path, experiment: str, config_hash: str, code_hash: str) -> Iterator[tuple[Path, RunManifest]]:
    for path in _runs(root / experiment):
        manifest = None if (path / record.NAME).exists() else find_manifest(path)
        if manifest and manifest.config_hash == config_hash and code_hash in ("", manifest.code_hash):
            yield path, manifest


def find_unsealed(root: Path, experiment: str, config_hash: str, code_hash: str = "") -> Path | None:
    """Newest unsealed run of this configuration (and code, if given)."""
    return next((path for path, _ in _unsealed(root, experiment, config_hash, code_hash)), None)


def find_sealed(root: Path, experiment: str, config_hash: str) -> Path | None:
    """Newest finished run of this configuration."""
    for path in _runs(root / experiment):
        try:
            manifest = read_manifest(path / record.NAME)
        except ResultError:
            continue
        if manifest.config_hash == config_hash:
            return path
    return None


def list_runs(root: Path) -> list[tuple[Path, RunManifest]]:
    """All runs under root, sealed or not, oldest first; folders without a readable record are left out."""
    parents = [path for path in root.iterdir() if path.is_dir()] if root.is_dir() else []
    found = [(path, find_manifest(path)) for parent in parents for path in _runs(parent)]
    known = [(path, manifest) for path, manifest in found if manifest is not None]
    return sorted(known, key=lambda pair: (pair[1].run_id, pair[1].experiment))
