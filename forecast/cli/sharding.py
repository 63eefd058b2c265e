"""`forecast run` with --shard, --missing or --executor dask, and `forecast merge`: one run by many processes."""

import time
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from forecast.cli.exits import DONE
from forecast.cli.options import Json, Quiet, Threads, thread_count
from forecast.cli.outcome import finish_sweep, finished_points, report_failures, run_watched, show
from forecast.cli.output import Output
from forecast.errors import ConfigError, ResultError

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from forecast.api import RunResult
    from forecast.runner.request import RunRequest
    from forecast.runner.shards import Shard

MAX_WAIT_S = 3_600
MERGE_WAIT_S = 90
"""Seconds that a merge waits for files of other machines, if nothing else is said."""


def run_shard(shard: "Shard", requests: "list[RunRequest]", labels: list[str], output: Output) -> int:
    """Compute the parts of a shard that are not finished.

    Parameters
    ----------
    shard : Shard
        Which parts.
    requests : list[RunRequest]
        One request per run; a sweep has several.
    labels : list[str]
        The values of the swept keys of each run.
    output : Output
        Prints notes and the result.
    """
    from forecast.cli.progress import DisplayingWatcher, progress
    from forecast.runner.runner import RunSession
    from forecast.runner.shards import finished_run, open_shared
    from forecast.runner.stop import stop_on_signals

    folders = []
    for request, parts in zip(requests, shard.parts(requests), strict=True):
        if not parts:
            continue
        finished = finished_run(request)
        if finished is not None:
            output.note(f"{finished} is finished; nothing to do")
            continue
        with (
            progress(output.quiet) as display,
            stop_on_signals("" if output.quiet else "stopping ...\n") as stop,
            RunSession(request, DisplayingWatcher(display), stop, open_shared) as session,
        ):
            begin(requests, labels)  # not before: a shard that is refused leaves nothing
            session.simulate_parts(parts)
            folders.append(str(session.opened.path))
    what = ", ".join(folders) or "no part is to be computed"
    output.text(f"shard {shard.number}/{shard.of}: {what}")
    output.result({"status": "complete", "shard": f"{shard.number}/{shard.of}", "folders": folders})
    return DONE


def check_executor(executor: str, scheduler: str | None, shard: str | None) -> None:
    """Check the options that say where members are computed.

    Parameters
    ----------
    executor, scheduler, shard : str
        Values of the options.

    Raises
    ------
    ConfigError
        If one is wrong, or they do not go together.
    """
    if executor not in ("threads", "dask"):
        raise ConfigError.of(f"--executor {executor}", "must be threads or dask")
    if executor == "threads" and scheduler is not None:
        raise ConfigError.of("--scheduler", "goes with --executor dask")
    if executor == "dask" and shard is not None:
        raise ConfigError.of("--shard", "leave it out with --executor dask, which computes all shards")


def run_dask(
    requests: "list[RunRequest]", labels: list[str], scheduler: str | None, output: Output
) -> "list[RunResult]":
    """Compute runs on a Dask cluster, then merge them.

    Parameters
    ----------
    requests : list[RunRequest]
        One request per run; a sweep has several.
    labels : list[str]
        The values of the swept keys of each run.
    scheduler : str, optional
        Address of the scheduler. None: start workers on this machine.
    output : Output
        Prints notes and the result.
    """
    from forecast.cli.progress import progress
    from forecast.runner.cluster import run_on_cluster
    from forecast.runner.stop import stop_on_signals

    results = finished_points(requests) if len(requests) > 1 else [None]
    open_requests = [request for request, result in zip(requests, results, strict=True) if result is None]
    with (
        begun_if_sweep(requests, labels),
        progress(output.quiet) as display,
        stop_on_signals("" if output.quiet else "stopping ...\n") as stop,
    ):
        folders = iter(run_on_cluster(open_requests, scheduler, stop, display))
    count = requests[0].plan.threads
    merged = [result or merge(next(folders), count, MERGE_WAIT_S, output) for result in results]
    if len(merged) > 1:
        finish_sweep(labels, merged, requests[0].out, output)
    else:
        show(merged[0], output)
    return merged


def begin(requests: "list[RunRequest]", labels: list[str]) -> None:
    """Note the points of a sweep in its folder, so that `merge` knows them. Raises RunError."""
    from forecast.store.begun_sweep import begin_sweep

    if len(requests) > 1:
        begin_sweep(*_points(requests, labels))


def begun_if_sweep(requests: "list[RunRequest]", labels: list[str]) -> "AbstractContextManager[None]":
    """`begin` as a context; if what is inside fails before the first run, nothing of the sweep is left."""
    from forecast.store.begun_sweep import begun

    return begun(*_points(requests, labels)) if len(requests) > 1 else nullcontext()


def _points(requests: "list[RunRequest]", labels: list[str]) -> tuple[list[str], list[str], str, Path]:
    """Labels and hashes of the points of a sweep, name of its experiment, results folder."""
    from forecast.config import config_hash

    hashes = [config_hash(request.experiment) for request in requests]
    return labels, hashes, requests[0].experiment.experiment, requests[0].out


def print_missing(count: int, requests: "list[RunRequest]", output: Output) -> int:
    """Print the numbers of the shards that still have something to compute, one on each line.

    Parameters
    ----------
    count : int
        Number of shards.
    requests : list[RunRequest]
        One request per run; a sweep has several.
    output : Output
        Prints them.

    Raises
    ------
    ConfigError
        If `count` is out of range.
    """
    from forecast.runner.shards import MAX_SHARDS, missing_shards

    if not 1 <= count <= MAX_SHARDS:
        raise ConfigError.of(f"--missing {count}", f"must be 1 to {MAX_SHARDS:,}")
    missing = missing_shards(requests, count)
    output.text(*map(str, missing)) if missing else output.note("no shard is missing: `forecast merge` can begin")
    output.result({"status": "complete", "shards": count, "missing": missing})
    return DONE


def command(
    run: Annotated[
        str,
        typer.Argument(
            metavar="RUN",
            help="Folder that the shards wrote, or the folder of the experiment.",
            show_default=False,
        ),
    ],
    wait: Annotated[
        int, typer.Option("--wait", metavar="SECONDS", help="Wait so long for files that other machines wrote.")
    ] = MERGE_WAIT_S,
    threads: Threads = None,
    quiet: Quiet = False,
    json: Json = False,
) -> int:
    """Make a finished run of its shards.

    `forecast run --shard` computes them. Every part is checked: its members, its rows and the hash of each file. Ends
    with the branch table. The points of a sweep are merged one after the other.
    """
    from forecast.runner.merging import shared_folders
    from forecast.store.begun_sweep import begun_points

    output = Output(json, quiet)
    if not 0 <= wait <= MAX_WAIT_S:
        raise ConfigError.of(f"--wait {wait}", f"must be 0 to {MAX_WAIT_S:,} seconds")
    count, folder = thread_count(threads), Path(run)
    until = time.monotonic() + wait
    _wait_for(lambda: begun_points(folder) or shared_folders(folder), f"shards in {run}", until, output)
    points = begun_points(folder)
    found = shared_folders(folder)
    if points:
        results = [point_result(folder, label, digest, count, wait, output) for label, digest in points]
        finish_sweep([label for label, _ in points], results, folder.parent, output)
    elif len(found) == 1:
        results = [merge(found[0], count, wait, output)]
        show(results[0], output)
    elif found:
        raise ResultError.of(run, f"holds several folders of shards; name one: {', '.join(map(str, found))}")
    else:
        what = "holds no shards to merge" if folder.is_dir() else "no such folder"
        raise ResultError.of(run, f"{what}; compute them with `forecast run CONFIG --shard K/N`")
    return report_failures(results)


def _wait_for(there: "Callable[[], object]", what: str, until: float, output: Output) -> None:
    """Wait until something is there, or for a time: a network file system may show it late."""
    from forecast.runner.merging import LOOK_S

    noted = False
    while not there() and time.monotonic() < until:
        if not noted:
            output.note(f"waiting for {what}")
            noted = True
        time.sleep(LOOK_S)


def point_result(folder: Path, label: str, digest: str, threads: int, wait: float, output: Output) -> "RunResult":
    """Merge the shards of one point of a sweep, or return its run if that is finished.

    Parameters
    ----------
    folder : Path
        Folder of the experiment.
    label, digest : str
        The values of the swept keys, and the hash of the configuration.
    threads, wait, output
        As for `merge`.

    Raises
    ------
    ResultError
        If the point has neither shards nor a finished run.
    """
    from forecast.api import RunResult
    from forecast.runner.merging import shared_folders
    from forecast.store.reader import open_run
    from forecast.store.search import find_sealed

    output.note(f"point {label}")
    mine = [path for path in shared_folders(folder) if path.name.startswith(f"shards-{digest[:8]}-")]
    if mine:
        return merge(mine[-1], threads, wait, output)
    sealed = find_sealed(folder.parent, folder.name, digest)
    if sealed is None:
        raise ResultError.of(str(folder), f"no shard of the point {label} is computed; `--missing N` names them")
    return RunResult(open_run(sealed), None, 0, True, {})


def merge(path: Path, threads: int, wait: float, output: Output) -> "RunResult":
    """Merge one folder of shards.

    Parameters
    ----------
    path : Path
        The folder.
    threads : int
        Number of threads for the estimates.
    wait : float
        Seconds to wait for files that are missing.
    output : Output
        Prints notes.
    """
    from forecast.runner.merging import is_readable, open_merged, read_shared
    from forecast.runner.request import RunRequest

    until = time.monotonic() + wait
    _wait_for(lambda: is_readable(path), f"record and config in {path}", until, output)
    record, exp = read_shared(path)
    request = RunRequest.of(exp, path.parent.parent, threads=threads, changes=record.overrides)
    return run_watched(request, output, lambda stop, note: lambda asked: open_merged(path, asked, stop, note, wait))
