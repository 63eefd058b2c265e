"""Opens the folder of a run: the newest unfinished one of the same configuration, code and device, or a new one."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from forecast.runner.machine import check_space, used_bytes
from forecast.runner.provenance import GPU_LIBRARIES, code_hash, git_commit, hardware, lock_sha256, versions
from forecast.store.folder import RunFolder, utc_now
from forecast.store.manifest import RunManifest
from forecast.store.search import find_sealed, find_unsealed
from forecast.store.variables import units
from forecast.store.work import WorkArea

if TYPE_CHECKING:
    from forecast.config import Experiment
    from forecast.runner.request import RunRequest
    from forecast.store.atomic import FileEntry
    from forecast.store.fitted import Fitted


@dataclass
class OpenedFolder:
    """A run folder that this process has locked.

    resumed: whether this continues an interrupted run. earlier: the newest finished run of the same configuration.
    left_alone: an unfinished run of the same configuration that cannot be continued, because another process has locked
    it or because it was begun by other code or on another device. earlier and left_alone are None if there is no such
    run, or if `resumed`. config: the file entry of `config.yaml`, for the manifest. fitted: the fit of a new run; None
    if the folder has one.
    """

    folder: RunFolder
    work: WorkArea
    resumed: bool
    earlier: Path | None
    left_alone: Path | None
    config: "FileEntry"
    fitted: "Fitted | None" = None

    @property
    def path(self) -> Path:
        """Path of the run folder."""
        return self.folder.path

    def resize(self, exp: "Experiment") -> None:
        """Count the members of the unfinished run as those of `exp`."""
        counts = {"members": exp.members, "draws": -(-exp.members // exp.design.replicates)}
        self.folder.manifest = self.folder.manifest.model_copy(update=counts)

    def stop_at(self, exp: "Experiment", reason: str) -> None:
        """Record that the run ends with the members of `exp`, and why. Raises RunError."""
        from forecast.config import config_hash, resolved_yaml

        self.resize(exp)
        record = self.folder.manifest
        update = {"stopped": reason, "config_hash": config_hash(exp), "asked_hash": record.asked}
        self.folder.record(record.model_copy(update=update))
        self.config = self.folder.write_text("config.yaml", resolved_yaml(exp))

    def seal(
        self, files: "Iterable[FileEntry]", seconds: Mapping[str, float], threads: int, chunk_size: int
    ) -> RunManifest:
        """Write `manifest.json`, which marks the run as finished, then remove the work area.

        Parameters
        ----------
        files : Iterable[FileEntry]
            All files of the run except `config.yaml`.
        seconds : Mapping[str, float]
            Wall seconds of this process by phase. Must have the key `total`.
        threads, chunk_size : int
            Number of threads and members per range that this process used; stored in the manifest.

        Returns
        -------
        RunManifest
            The manifest as it was written.
        """
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
        return self.folder.seal(sealed, [*files, self.config])

    def close(self) -> None:
        """Release the folder, finished or not."""
        self.folder.close()

    def discard(self) -> None:
        """Remove the unfinished folder, if that is possible, and release it."""
        self.folder.discard()


def open_folder(request: "RunRequest", fitted: "Fitted | None" = None) -> OpenedFolder:
    """Continue an unfinished folder or create a new one.

    Parameters
    ----------
    request : RunRequest
        The run.
    fitted : Fitted, optional
        The fit of a new run. Without it the emulator is fitted before the folder is made.

    Raises
    ------
    ConfigError
        If the pilot of a new run cannot be used; then no folder is made.
    RunError
        If the disk is too small or not writable.
    """
    from forecast.config import config_hash, resolved_yaml
    from forecast.runner.fitting.emulator import fit_new

    exp, out = request.experiment, request.out
    digest = config_hash(exp)
    folder = RunFolder.adopt(out, exp.experiment, digest, code_hash(), request.device.name, request.fit_sha256)
    resumed = folder is not None
    earlier = None if resumed else find_sealed(out, exp.experiment, digest, request.fit_sha256)
    left_alone = None if resumed else find_unsealed(out, exp.experiment, digest, fit=request.fit_sha256)
    try:
        check_space(out, request.need_bytes - (used_bytes(folder.path) if folder else 0))
        if folder is None:
            fitted = fitted or fit_new(request)
            folder = RunFolder.create(out, first_manifest(request, digest))
        elif folder.manifest.overrides is None and request.changes is not None:
            folder.record(folder.manifest.model_copy(update={"overrides": request.changes}))
        config = folder.write_text("config.yaml", resolved_yaml(exp))
        work = WorkArea(folder.path, exp, request.largest.members, run_key(folder.manifest))
        return OpenedFolder(folder, work, resumed, earlier, left_alone, config, None if resumed else fitted)
    except BaseException:
        if folder is not None:
            folder.close()
        raise


def run_key(record: RunManifest) -> str:
    """Identify what decides the bytes of a run: its config, code, schema, device and given fit. 32 hex digits."""
    parts = (record.asked, record.code_hash, record.schema_version, record.device, record.fit_sha256)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def first_manifest(request: "RunRequest", config_hash: str) -> RunManifest:
    """The manifest of a run that has not computed anything yet."""
    from forecast.config import stale_state

    exp, plan = request.experiment, request.plan
    return RunManifest(
        experiment=exp.experiment,
        config_hash=config_hash,
        overrides=request.changes,
        config_file=request.config_file,
        code_hash=code_hash(),
        git_commit=git_commit(),
        lock_sha256=lock_sha256(),
        fit_from="" if request.fit is None else request.fit.run_id,
        fit_sha256=request.fit_sha256,
        seed=exp.design.seed,
        layout=exp.design.layout,
        members=plan.members,
        draws=plan.draws,
        replicates=plan.replicates,
        horizon=exp.horizon,
        censor_week=exp.horizon,
        origin_date=str(exp.baseline.date),
        branches=tuple(exp.branches),
        reference=exp.reference,
        sides=(exp.baseline.defender, exp.baseline.attacker),
        donors=tuple(exp.baseline.donors),
        sectors=tuple(exp.baseline.sectors),
        versions=versions(*GPU_LIBRARIES if request.device.is_gpu else ()),
        hardware=hardware() | {"device": request.device.name},
        threads=plan.threads,
        chunk_size=plan.chunk_size,
        started=utc_now(),
        units=units(exp),
        warnings=tuple(filter(None, [stale_state(exp.baseline.date, exp.priors)])),
    )
