"""The folder of a run: the newest unfinished one of the same configuration and code, or a new one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from forecast.runner.code import code_hash
from forecast.runner.device import CPU, Device
from forecast.runner.record import first_record
from forecast.runner.space import check_space, used_bytes
from forecast.store.folder import RunFolder, find_sealed, find_unsealed
from forecast.store.log import utc_now
from forecast.store.work import WorkArea

if TYPE_CHECKING:
    from forecast.config import Experiment
    from forecast.store.atomic import FileEntry


@dataclass
class Opened:
    """A run folder in this process's hands.

    earlier: the newest finished run of the same configuration. left: an unfinished one that was not taken over, since
    another process has it, or other code or another device began it. Both None if there is none, or a run is continued.
    """

    folder: RunFolder
    work: WorkArea
    resumed: bool
    earlier: Path | None
    left: Path | None
    config: "FileEntry"

    def seal(self, files: "Iterable[FileEntry]", seconds: Mapping[str, float], threads: int, chunk_size: int) -> None:
        """Finish the folder: `manifest.json` last, then the work area goes. seconds: as in `RunResult`."""
        record = self.folder.manifest
        spent = record.timings.get("seconds", 0.0)
        sealed = record.model_copy(
            update={
                "finished": utc_now(),
                "threads": threads,
                "chunk_size": chunk_size,
                "timings": {"last_process_s": round(seconds["total"], 3), **({"earlier_s": spent} if spent else {})},
            }
        )
        self.folder.log.write("complete", seconds=seconds)
        self.folder.seal(sealed, [*files, self.config])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.folder.close()


def open_folder(
    exp: "Experiment", out_root: Path, threads: int, chunk_size: int, need_bytes: int = 0, device: Device = CPU
) -> Opened:
    """Take over or make the run folder. Raises RunError if it cannot be written or fewer than need_bytes are free."""
    from forecast.config import config_hash, resolved_yaml

    digest = config_hash(exp)
    folder = RunFolder.adopt(out_root, exp.experiment, digest, code_hash(), device.name)
    resumed = folder is not None
    earlier = None if resumed else find_sealed(out_root, exp.experiment, digest)
    left = None if resumed else find_unsealed(out_root, exp.experiment, digest)
    try:
        check_space(out_root, need_bytes - (used_bytes(folder.path) if folder else 0))
        if folder is None:
            folder = RunFolder.create(out_root, first_record(exp, digest, threads, chunk_size, device))
        config = folder.write_text("config.yaml", resolved_yaml(exp))
        return Opened(folder, WorkArea(folder.path, exp, exp.members), resumed, earlier, left, config)
    except BaseException:
        if folder is not None:
            folder.close()
        raise
