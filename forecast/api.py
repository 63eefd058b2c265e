"""The Python interface: load an experiment, run it, compare branches. The command line is this and printing."""

import threading
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from forecast.errors import ConfigError, Problem
from forecast.points import Point, override_texts, read_points

if TYPE_CHECKING:
    import pandas as pd

    from forecast.analysis.members import Members
    from forecast.config import Experiment
    from forecast.runner.request import RunRequest
    from forecast.runner.runner import Watcher
    from forecast.store.reader import Run

__all__ = ["compare", "load", "load_sweep", "open_run", "run"]

Progress = Callable[[int, int], object]


def load(path: str | Path, set: Mapping[str, Any] | None = None) -> "Experiment":
    """Read and check a config file with everything that it names.

    Parameters
    ----------
    path : str or Path
        An experiment file (YAML).
    set : mapping, optional
        Dotted key -> value that replaces the one of the config: a number, a text with a unit ("4 weeks"), a bool, a
        list, a dict, or None for the default. Checked as `--set` of the command line is.

    Returns
    -------
    Experiment
        Frozen; `load` it again to change a value.

    Raises
    ------
    ConfigError
        With all problems at once, each with its position or key; also if the config holds a sweep.

    Examples
    --------
    >>> import forecast
    >>> experiment = forecast.load("configs/smoke.yaml", set={"horizon": "2 years", "design.draws": 50})
    >>> experiment.horizon, experiment.members
    (104, 500)
    """
    points = _read(path, set)
    if points[0].label:
        count = f"{len(points)} runs" if len(points) > 1 else "a sweep of one run"
        fix = "use forecast.load_sweep, or set={'sweep': None}"
        raise ConfigError.of(str(path), f"stands for {count}; {fix}")
    return points[0].experiment


def load_sweep(path: str | Path, set: Mapping[str, Any] | None = None) -> dict[str, "Experiment"]:
    """Read and check a config file with a sweep.

    Parameters
    ----------
    path : str or Path
        An experiment file (YAML).
    set : mapping, optional
        As for `load`.

    Returns
    -------
    dict[str, Experiment]
        One experiment per point of the sweep, by label (`key=value, key=value`); a config without a sweep has one
        point with an empty label.

    Examples
    --------
    >>> import forecast
    >>> experiments = forecast.load_sweep("configs/smoke.yaml", set={"sweep": {"design.seed": [1, 2]}})
    >>> list(experiments)
    ['design.seed=1', 'design.seed=2']
    """
    return {point.label: point.experiment for point in _read(path, set)}


def run(
    experiment: "Experiment",
    members: int | None = None,
    threads: int | None = None,
    out: str | Path | None = None,
    *,
    chunk_size: int | None = None,
    device: str = "cpu",
    progress: Progress | None = None,
) -> "Run":
    """Simulate an experiment and write its run folder, or continue the run if it was interrupted.

    The files are those of `forecast run`, byte for byte.

    Parameters
    ----------
    experiment : Experiment
        From `load`.
    members : int, optional
        Members per branch; those of the experiment if left out.
    threads : int, optional
        All processors of this process if left out. Results do not depend on it.
    out : str or Path, optional
        Results folder, `results` if left out. The run goes to `out/<experiment>/<run-id>/`.
    chunk_size : int, optional
        Members per piece of work. Results do not depend on it.
    device : {"cpu", "cuda"}
        Where members are computed.
    progress : callable, optional
        Called as `progress(done, total)`, in members, from the calling thread.

    Returns
    -------
    Run
        The finished run, as `open_run` gives it.

    Raises
    ------
    ConfigError
        If the experiment does not fit the model or a number is out of bounds.
    RunError
        If something cannot be written.

    Examples
    --------
    >>> import forecast
    >>> experiment = forecast.load("configs/smoke.yaml")
    >>> result = forecast.run(experiment, members=100, threads=1)
    >>> result.manifest.members
    100
    """
    from forecast.config import with_members
    from forecast.runner.cache import use_cache_folder
    from forecast.runner.device import find_device
    from forecast.runner.request import RunRequest

    changes = experiment.changes
    if members is not None:
        experiment = with_members(experiment, members)
        changes = (*changes, f"--members {members}")
    folder = Path("results" if out is None else out)
    where = find_device(device)
    request = RunRequest.of(experiment, folder, threads=threads, chunk_size=chunk_size, device=where, changes=changes)
    cache = use_cache_folder()
    if cache.note:
        warnings.warn(cache.note, stacklevel=2)
    return execute(request, _watch(progress)).run


def compare(run: "Run", other: "Run | None" = None, reference: str | None = None) -> "pd.DataFrame":
    """Compare branches over the same members: with a reference branch, or with another run.

    Parameters
    ----------
    run : Run
        A finished run.
    other : Run, optional
        Subtract this run from `run`, branch by branch. Both need the same seed, design, draws and replicates.
    reference : str, optional
        The branch that is subtracted from the others; the run's own reference if left out. Not together with `other`.

    Returns
    -------
    DataFrame
        One row per branch and target: branch, target, value (the difference, in the unit of the target), mcse, low and
        high (10% and 90% quantiles over draws), in_favour (share of draws above zero), n.

    Examples
    --------
    >>> import forecast
    >>> table = forecast.compare(forecast.open_run("results/smoke"))
    >>> list(table.columns)
    ['branch', 'target', 'value', 'mcse', 'low', 'high', 'in_favour', 'n']
    """
    from forecast.analysis.comparison import compare as compare_runs

    table: pd.DataFrame = compare_runs(run, other, reference)
    return table


def open_run(path: str | Path) -> "Run":
    """Open a run folder, or the newest finished run below an experiment folder or a results folder.

    Raises ResultError if there is none.

    Examples
    --------
    >>> import forecast
    >>> forecast.open_run("results/smoke").manifest.experiment
    'smoke'
    """
    from forecast.store.reader import open_run

    return open_run(path)


# What the command line uses beside these


class RunResult(NamedTuple):
    """A finished run with what this process did for it.

    estimates: the members of the run with all that was estimated of them; None if the run was finished before.
    computed: members that this process computed. seconds: wall seconds of this process by phase.
    """

    run: "Run"
    estimates: "Members | None"
    computed: int
    resumed: bool
    seconds: dict[str, float]


def execute(request: "RunRequest", watcher: "Watcher | None" = None, stop: threading.Event | None = None) -> RunResult:
    """Run a request from its folder to its seal.

    Parameters
    ----------
    request : RunRequest
        What to compute and where to store it.
    watcher : Watcher, optional
        Is called as the run goes on.
    stop : threading.Event, optional
        Once set, finished members are kept and Interrupted is raised.
    """
    from forecast.runner.runner import RunSession

    with RunSession(request, watcher, stop) as session:
        session.simulate()
        with session.estimating() as unsealed:
            from forecast.analysis.members import Members
            from forecast.analysis.summary import write_summaries

            members = Members(unsealed)
            files = write_summaries(members, request.plan.threads)
        finished = session.seal(files)
        return RunResult(finished, members, session.computed, session.opened.resumed, session.seconds)


def _watch(progress: Progress | None) -> "Watcher | None":
    from forecast.runner.runner import Watcher

    class Calls(Watcher):
        def __init__(self, call: Progress) -> None:
            self._call = call

        def members(self, done: int, total: int) -> None:
            self._call(done, total)

    return Calls(progress) if progress else None


def _read(path: str | Path, values: Mapping[str, Any] | None) -> list[Point]:
    """The points of a config; what may be a mistake becomes a Python warning."""
    doubts: list[Problem] = []
    points = read_points(path, override_texts(values), warn=doubts.append)
    for doubt in doubts:
        warnings.warn(str(doubt), stacklevel=3)
    return points
