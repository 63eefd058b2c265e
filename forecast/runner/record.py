"""The record of a run as it begins: what is computed, by what, on what."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from forecast.runner.code import GPU_LIBRARIES, code_hash, git_commit, hardware, lock_sha256, versions
from forecast.runner.device import CPU, Device
from forecast.store.atomic import WORK, put_bytes
from forecast.store.log import utc_now
from forecast.store.manifest import NAME, RunManifest
from forecast.store.variables import units

if TYPE_CHECKING:
    from forecast.config import Experiment
    from forecast.store.folder import RunFolder


def first_record(
    exp: "Experiment", config_hash: str, threads: int, chunk_size: int, device: Device = CPU
) -> RunManifest:
    """The manifest of a run that has not computed anything yet."""
    design = exp.design
    return RunManifest(
        experiment=exp.experiment,
        config_hash=config_hash,
        code_hash=code_hash(),
        git_commit=git_commit(),
        lock_sha256=lock_sha256(),
        seed=design.seed,
        layout=design.layout,
        members=exp.members,
        draws=-(-exp.members // design.replicates),
        replicates=design.replicates,
        horizon=exp.horizon,
        censor_week=exp.horizon,
        origin_date=str(exp.baseline.date),
        branches=tuple(exp.branches),
        reference=exp.reference,
        sides=(exp.baseline.defender, exp.baseline.attacker),
        donors=tuple(exp.baseline.donors),
        sectors=tuple(exp.baseline.sectors),
        versions=versions(*GPU_LIBRARIES if device.is_gpu else ()),
        hardware=hardware() | {"device": device.name},
        threads=threads,
        chunk_size=chunk_size,
        started=utc_now(),
        units=units(exp),
    )


def note_overrides(folder: "RunFolder", texts: Sequence[str]) -> None:
    """Record how the config was changed, unless the run has a record of that already. Raises RunError."""
    if folder.manifest.overrides is None:
        folder.manifest = folder.manifest.model_copy(update={"overrides": tuple(texts)})
        work = folder.path / WORK
        put_bytes(work / NAME, folder.manifest.text().encode(), work)
