"""Describes a run that is to be made: what the command line or Python passes to the runner."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from forecast.experiment.plan import RunPlan, make_plan
from forecast.runner.device import CPU, Device
from forecast.runner.machine import default_threads

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forecast.config import Experiment
    from forecast.runner.fitting.given import GivenFit


@dataclass(frozen=True)
class RunRequest:
    """What to compute, how, and where to store it.

    experiment: checked config with the number of members. plan: threads, members per range, estimated bytes. out: the
    results folder; the run is written to `out/<experiment>/<run-id>/`. device: where members are computed. changes: the
    values that `--set` or Python changed, as texts, for the manifest; None if they are not known. fit: the fit of
    another run, used in place of an own one. config_file: the config as the user named it; empty if it is not known.
    """

    experiment: "Experiment"
    plan: RunPlan
    out: Path
    device: Device = CPU
    changes: tuple[str, ...] | None = None
    fit: "GivenFit | None" = None
    config_file: str = ""

    @classmethod
    def of(
        cls,
        experiment: "Experiment",
        out: Path,
        *,
        threads: int | None = None,
        chunk_size: int | None = None,
        device: Device = CPU,
        changes: "Sequence[str] | None" = None,
        fit: "GivenFit | None" = None,
        config_file: str = "",
    ) -> "RunRequest":
        """Plan the run of an experiment.

        Parameters
        ----------
        experiment : Experiment
            With the number of members to compute.
        out : Path
            Results folder.
        threads : int, optional
            All processors of this process if left out.
        chunk_size : int, optional
            Members per piece of work; results do not depend on it.
        device : Device
            Where members are computed.
        changes : Sequence[str], optional
            Values that were changed in the config, as texts. None if they are not known.
        fit : GivenFit, optional
            The emulator of another run. Without it the run fits its own.
        config_file : str
            The config as the user named it.

        Raises
        ------
        ConfigError
            If `threads` or `chunk_size` is out of bounds.
        """
        plan = make_plan(
            largest(experiment), default_threads() if threads is None else threads, chunk_size, gpu=device.is_gpu
        )
        return cls(experiment, plan, out, device, None if changes is None else tuple(changes), fit, config_file)

    @property
    def largest(self) -> "Experiment":
        """The experiment with all members that it may need, if it has a stopping rule."""
        return largest(self.experiment)

    @property
    def fit_sha256(self) -> str:
        """Hash of the given fit; empty if the run fits its own."""
        return "" if self.fit is None else self.fit.sha256

    @property
    def need_bytes(self) -> int:
        """Estimated bytes on disk of the whole run and its work area."""
        return self.plan.disk_bytes + self.plan.work_bytes


def largest(experiment: "Experiment") -> "Experiment":
    """The experiment with all members that its stopping rule allows, and without the rule."""
    from forecast.config import with_members
    from forecast.config.stopping import checked_draws

    rule, design = experiment.stopping, experiment.design
    if rule is None:
        return experiment
    draws = max(checked_draws(design.draws, design.replicates, rule.max_members))
    return with_members(experiment, draws * design.replicates)
