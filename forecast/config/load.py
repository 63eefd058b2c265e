"""A config file, with the files that it names and the overrides, to a checked Experiment."""

from collections.abc import Sequence
from pathlib import Path

from forecast.config.assemble import assemble, config_error, read
from forecast.config.models import Experiment
from forecast.config.sweep import check_sweep, checked_points


def load_experiment(path: str | Path, overrides: Sequence[str] = ()) -> Experiment:
    """Read, merge and check. `overrides` are `PATH=VALUE` texts. Raises ConfigError with all problems at once.

    A `sweep` block is checked, every value of it, and otherwise left alone: see `sweep_points`.
    """
    root, files = read(path, overrides)
    experiment = assemble(root, files.findings)
    check_sweep(root, files)
    if experiment is None or files.findings:
        raise config_error(files.findings)
    return experiment


def load_points(path: str | Path, overrides: Sequence[str] = ()) -> list[tuple[str, Experiment]]:
    """Every run that a config stands for, as (label, experiment): one with an empty label, or the points of its sweep.

    Raises ConfigError with all problems at once.
    """
    root, files = read(path, overrides)
    experiment = assemble(root, files.findings)
    points = checked_points(root, files, overrides)
    assert experiment is not None
    if len(points) == 1 and not points[0][0]:
        return [("", experiment)]
    return [(label, load_experiment(path, settings)) for label, settings in points]
