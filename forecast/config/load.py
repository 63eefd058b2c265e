"""A config file, with the files that it names and the overrides, to a checked Experiment."""

from collections.abc import Callable, Sequence
from pathlib import Path

from forecast.config.assemble import assemble, config_error, read
from forecast.config.files import Files
from forecast.config.models import Experiment
from forecast.config.sweep import check_sweep, checked_points
from forecast.errors import Problem

Warn = Callable[[Problem], None]


def load_experiment(path: str | Path, overrides: Sequence[str] = (), warn: Warn | None = None) -> Experiment:
    """Read, merge and check. `overrides` are `PATH=VALUE` texts. Raises ConfigError with all problems at once.

    `warn` is called for each thing that is valid but may be meant otherwise: an override that reaches one branch and
    not those built on it.
    A `sweep` block is checked, every value of it, and otherwise left alone: see `sweep_points`.
    """
    root, files = read(path, overrides)
    experiment = assemble(root, files.findings)
    check_sweep(root, files)
    if experiment is None or files.findings:
        raise config_error(files.findings)
    _pass_on(files, warn)
    return experiment


def load_points(
    path: str | Path, overrides: Sequence[str] = (), warn: Warn | None = None
) -> list[tuple[str, Experiment]]:
    """Every run that a config stands for, as (label, experiment): one with an empty label, or the points of its sweep.

    `warn` is called as by `load_experiment`, once for all points. Raises ConfigError with all problems at once.
    """
    root, files = read(path, overrides)
    experiment = assemble(root, files.findings)
    points = checked_points(root, files, overrides)
    assert experiment is not None
    _pass_on(files, warn)
    if len(points) == 1 and not points[0][0]:
        return [("", experiment)]
    return [(label, load_experiment(path, settings)) for label, settings in points]


def _pass_on(files: Files, warn: Warn | None) -> None:
    if warn is not None:
        for place, message in files.warnings:
            warn(Problem(str(place), message))
