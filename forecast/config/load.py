"""Load a config file and return a checked Experiment. Files named in it are read too; overrides are applied."""

from collections.abc import Callable, Sequence
from pathlib import Path

from forecast.config.assemble import build_experiment, config_error, read_merged_tree
from forecast.config.data_cut import stale_state_warning
from forecast.config.files import Files
from forecast.config.idle_inputs import idle_end_warnings
from forecast.config.late_weeks import late_week_warnings
from forecast.config.models import Experiment
from forecast.config.sweep import expand_sweep, find_sweep_problems
from forecast.errors import Problem

Warn = Callable[[Problem], None]


def load_experiment(path: str | Path, overrides: Sequence[str] = (), warn: Warn | None = None) -> Experiment:
    """Read, merge and check a config.

    A `sweep` block is checked but not applied. Use `load_points` to get its experiments.

    Parameters
    ----------
    path : str or Path
        The experiment file.
    overrides : sequence of str
        `PATH=VALUE` texts, applied in order.
    warn : callable, optional
        Called for each override that changes a branch but not the branches that extend its file, for each step of a
        branch beyond the horizon, and if the state of the front is old at week 0.

    Raises
    ------
    ConfigError
        With all problems at once.
    """
    tree, files = read_merged_tree(path, overrides)
    experiment = build_experiment(tree, files.findings)
    find_sweep_problems(tree, files)
    if experiment is None or files.findings:
        raise config_error(files.findings)
    files.warnings.extend(stale_state_warning(tree, experiment.baseline.date, experiment.priors))
    files.warnings.extend(idle_end_warnings(tree, experiment))
    files.warnings.extend(late_week_warnings(tree, experiment))
    _report_warnings(files, warn)
    return experiment


def load_points(
    path: str | Path, overrides: Sequence[str] = (), warn: Warn | None = None
) -> list[tuple[str, Experiment]]:
    """Return a list of (label, experiment), one per run. Without a sweep it has one entry with an empty label.

    Parameters
    ----------
    path : str or Path
        The experiment file.
    overrides : sequence of str
        `PATH=VALUE` texts, applied in order.
    warn : callable, optional
        As for `load_experiment`. A warning that several points of a sweep share is given once.

    Raises
    ------
    ConfigError
        With all problems at once.
    """
    tree, files = read_merged_tree(path, overrides)
    experiment = build_experiment(tree, files.findings)
    points = expand_sweep(tree, files, overrides)
    assert experiment is not None  # otherwise there were problems, and expand_sweep raised them
    files.warnings.extend(stale_state_warning(tree, experiment.baseline.date, experiment.priors))
    files.warnings.extend(idle_end_warnings(tree, experiment))
    files.warnings.extend(late_week_warnings(tree, experiment))
    _report_warnings(files, warn)
    if len(points) == 1 and not points[0][0]:
        return [("", experiment)]
    said = {message for _, message in files.warnings}

    def warn_once(problem: Problem) -> None:
        if warn is not None and problem.message not in said:
            said.add(problem.message)
            warn(problem)

    return [(label, load_experiment(path, point_overrides, warn_once)) for label, point_overrides in points]


def _report_warnings(files: Files, warn: Warn | None) -> None:
    if warn is not None:
        for place, message in files.warnings:
            warn(Problem(str(place), message))
