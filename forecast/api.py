"""The Python interface: load an experiment, run it, compare its branches. The command line uses it too."""

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
    from forecast.runner.folder import OpenedFolder
    from forecast.runner.request import RunRequest
    from forecast.runner.runner import Precision, Watcher
    from forecast.store.reader import Run

__all__ = ["compare", "load", "load_sweep", "open_run", "run"]

Progress = Callable[[int, int], object]


def load(path: str | Path, set: Mapping[str, Any] | None = None) -> "Experiment":
    """Read and check a config file and all files that it names.

    Parameters
    ----------
    path : str or Path
        An experiment file (YAML).
    set : mapping, optional
        Dotted key -> new value: a number, a text with a unit ("4 weeks"), a bool, a list, a dict, or None for the
        default. It is checked in the same way as `--set` of the command line.

    Returns
    -------
    Experiment
        The experiment. It cannot be changed; call `load` again for other values.

    Raises
    ------
    ConfigError
        If the config has mistakes, or if it contains a sweep. The message lists all mistakes with their positions.

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
        Dotted key -> new value, as for `load`.

    Returns
    -------
    dict[str, Experiment]
        Label (`key=value, key=value`) -> experiment, one for each point of the sweep. A config without a sweep has one
        point, and its label is empty.

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
    """Simulate an experiment and write its run folder. An interrupted run of the same experiment is continued.

    The files are the same as those of `forecast run`, byte for byte.

    Parameters
    ----------
    experiment : Experiment
        An experiment that `load` returned.
    members : int, optional
        Members per branch. Default: as in the experiment.
    threads : int, optional
        Number of threads. Default: one per processor. Results do not depend on it.
    out : str or Path, optional
        Results folder. Default: `results`. The run is written to `out/<experiment>/<run-id>/`.
    chunk_size : int, optional
        Members that one thread computes at a time. Results do not depend on it.
    device : {"cpu", "cuda"}
        Device that computes the members.
    progress : callable, optional
        Called as `progress(done, total)` in the calling thread. Both are numbers of members.

    Returns
    -------
    Run
        The finished run, as `open_run` returns it. If an outcome of a member is implausible, the member is left out of
        all results, `manifest.failed` lists it, and a RuntimeWarning says why.

    Raises
    ------
    ConfigError
        If the experiment does not fit the model, its pilot gives no finite numbers, or a number is out of bounds.
    RunError
        If a file cannot be written, or no member is plausible in every branch.

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
    chosen_device = find_device(device)
    request = RunRequest.of(
        experiment, folder, threads=threads, chunk_size=chunk_size, device=chosen_device, changes=changes
    )
    cache = use_cache_folder()
    if cache.note:
        warnings.warn(cache.note, stacklevel=2)
    finished = execute(request, _watch(progress)).run
    for branch, members_failed, reason in finished.manifest.failed:
        text = f"branch {branch}, {len(members_failed):,} members failed and are left out: {reason}"
        warnings.warn(text, RuntimeWarning, stacklevel=2)
    return finished


def compare(run: "Run", other: "Run | None" = None, reference: str | None = None) -> "pd.DataFrame":
    """Compare branches with a reference branch, or two runs with each other, over the same members.

    Parameters
    ----------
    run : Run
        A finished run.
    other : Run, optional
        If given, each branch of `other` is subtracted from the same branch of `run`. Both runs need the same seed,
        design, draws and replicates.
    reference : str, optional
        The branch that is subtracted from all others. Default: the run's reference. Not together with `other`.

    Returns
    -------
    DataFrame
        One row per branch and target. value: the difference, in the unit of the target. mcse: its Monte Carlo standard
        error. low, high: ends of the band between draws (10% and 90%). in_favour: share of draws with a difference
        above zero; for losses and other costs this is the share in which the branch is worse. n: number of members.

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
    """Open a run folder, or the newest finished run in an experiment folder or a results folder.

    Raises ResultError if there is no such run.

    Examples
    --------
    >>> import forecast
    >>> forecast.open_run("results/smoke").manifest.experiment
    'smoke'
    """
    from forecast.store.reader import open_run

    return open_run(path)


# For the command line


class RunResult(NamedTuple):
    """A finished run, and what this process did.

    estimates: the members of the run with their estimates in memory; None if the run was already finished. computed:
    number of members that this process computed. resumed: whether it continued an interrupted run. seconds: wall
    seconds of this process by phase.
    """

    run: "Run"
    estimates: "Members | None"
    computed: int
    resumed: bool
    seconds: dict[str, float]


def execute(
    request: "RunRequest",
    watcher: "Watcher | None" = None,
    stop: threading.Event | None = None,
    open_: "Callable[[RunRequest], OpenedFolder] | None" = None,
) -> RunResult:
    """Execute a run: open its folder, simulate, write estimates, and mark it as finished.

    Parameters
    ----------
    request : RunRequest
        What to compute and where to store it.
    watcher : Watcher, optional
        Gets the progress reports.
    stop : threading.Event, optional
        Set it to stop the run: finished members stay stored and Interrupted is raised.
    open_ : callable, optional
        Opens the run folder. Default: an unfinished one of the same configuration, or a new one.
    """
    from forecast.runner.folder import open_folder
    from forecast.runner.runner import RunSession

    with RunSession(request, watcher, stop, open_ or open_folder) as session:
        session.simulate(_precision(request))
        with session.estimating() as unsealed:
            from forecast.analysis.members import Members
            from forecast.analysis.summary import write_summaries

            members = Members(unsealed)
            files = write_summaries(members, request.plan.threads)
        finished = session.seal(files)
        return RunResult(finished, members, session.computed, session.opened.resumed, session.seconds)


def _precision(request: "RunRequest") -> "Precision | None":
    """When the run may stop before its last member; None if its config has no stopping rule."""
    rule = request.experiment.stopping
    if rule is None:
        return None
    from forecast.analysis.precision import check, checkpoints
    from forecast.runner.runner import Precision

    def checked(run: "Run") -> tuple[bool, str]:
        verdict = check(run, rule)
        return verdict.stops, verdict.reason

    return Precision(checkpoints(request.experiment), checked)


def _watch(progress: Progress | None) -> "Watcher | None":
    from forecast.runner.runner import Watcher

    class CallProgress(Watcher):
        def __init__(self, call: Progress) -> None:
            self._call = call

        def members(self, done: int, total: int) -> None:
            self._call(done, total)

    return CallProgress(progress) if progress else None


def _read(path: str | Path, values: Mapping[str, Any] | None) -> list[Point]:
    """Read the points of a config. What may be a mistake becomes a Python warning."""
    possible_mistakes: list[Problem] = []
    points = read_points(path, override_texts(values), warn=possible_mistakes.append)
    for problem in possible_mistakes:
        warnings.warn(str(problem), stacklevel=3)
    return points
