"""Load a config file, with the files that it names and with overrides, as a checked Experiment."""

from collections.abc import Callable, Sequence
from pathlib import Path

from forecast.config.assemble import assemble, config_error, read
from forecast.config.files import Files
from forecast.config.models import Experiment
from forecast.config.sweep import check_sweep, checked_points
from forecast.errors import Problem

Warn = Callable[[Problem], None]


def load_experiment(path: str | Path, overrides: Sequence[str] = (), warn: Warn | None = None) -> Experiment:
    """Read, merge and check a config.

    Every value of a `sweep` block is checked, but the block does not change the experiment: see `load_points`.

    Parameters
    ----------
    path : str or Path
        The experiment file.
    overrides : sequence of str
        `PATH=VALUE` texts, applied in order.
    warn : callable, optional
        Is called for each override that reaches one branch but not the branches built on it.

    Raises
    ------
    ConfigError
        With all problems at once.
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
    """Every run of a config, as (label, experiment): one with an empty label, or the points of its sweep.

    Parameters
    ----------
    path : str or Path
        The experiment file.
    overrides : sequence of str
        `PATH=VALUE` texts, applied in order.
    warn : callable, optional
        As for `load_experiment`; is called once for all points.

    Raises
    ------
    ConfigError
        With all problems at once.
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
