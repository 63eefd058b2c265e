"""Run folders `<root>/<experiment>/<run-id>/`: made, found, adopted by one process at a time, sealed."""

from collections.abc import Iterable
from pathlib import Path

from forecast.store.log import RunLog
from forecast.store.manifest import RunManifest
from forecast.store.parquet import FileEntry


class RunFolder:
    """A run folder held (locked) by this process. A context manager: leaving it gives the lock back.

    path: the folder. manifest: its record, status `running` until sealed. log: `run.log`.
    """

    path: Path
    manifest: RunManifest
    log: RunLog

    @classmethod
    def create(cls, root: Path, manifest: RunManifest) -> "RunFolder":
        """Make a new folder (manifest.run_id is filled in). Raises StoreError on a disk or rights problem."""
        raise NotImplementedError

    @classmethod
    def adopt(cls, root: Path, experiment: str, config_hash: str, code_hash: str = "") -> "RunFolder | None":
        """Take over the newest unsealed run of this configuration that no live process holds, or None."""
        raise NotImplementedError

    def write_text(self, name: str, text: str) -> FileEntry:
        """Write a text file (config.yaml) of the folder atomically."""
        raise NotImplementedError

    def seal(self, manifest: RunManifest, files: Iterable[FileEntry]) -> RunManifest:
        """Write manifest.json with status `complete` and these files, last; then remove `.work/` and let go."""
        raise NotImplementedError

    def close(self) -> None:
        """Let go of the folder, finished or not."""
        raise NotImplementedError

    def __enter__(self) -> "RunFolder":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def find_unsealed(root: Path, experiment: str, config_hash: str, code_hash: str = "") -> Path | None:
    """Newest unsealed run of this configuration (and code, if given)."""
    raise NotImplementedError


def find_sealed(root: Path, experiment: str, config_hash: str) -> Path | None:
    """Newest finished run of this configuration."""
    raise NotImplementedError


def list_runs(root: Path) -> list[RunManifest]:
    """Records of all runs under root, oldest first; unreadable ones are left out."""
    raise NotImplementedError
