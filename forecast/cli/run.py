"""`forecast run`: simulates an experiment."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from forecast.cli.options import (
    ChunkSize,
    Config,
    Json,
    Members,
    Out,
    Quiet,
    Seed,
    Set,
    Threads,
    Where,
    changes,
    open_finished,
    overrides,
    thread_count,
    whole,
)
from forecast.cli.outcome import finish_sweep, finished_points, report_failures, run_watched, show
from forecast.cli.output import Output
from forecast.cli.sharding import begun_if_sweep, check_executor, print_missing, run_dask, run_shard
from forecast.errors import ConfigError

if TYPE_CHECKING:
    from forecast.api import RunResult
    from forecast.runner.request import RunRequest


def command(
    config: Config,
    members: Members = None,
    threads: Threads = None,
    chunk_size: ChunkSize = None,
    device: Where = "cpu",
    out: Out = "results",
    set_: Set = None,
    seed: Seed = None,
    fit: Annotated[
        str | None,
        typer.Option(
            "--fit",
            metavar="RUN",
            help="Use the emulator that RUN fitted to its pilot, in place of a new fit.",
            show_default=False,
        ),
    ] = None,
    shard: Annotated[
        str | None,
        typer.Option(
            "--shard",
            metavar="K/N",
            help="Compute only the K-th of N shards, for `forecast merge`.",
            show_default=False,
        ),
    ] = None,
    executor: Annotated[
        str,
        typer.Option(
            "--executor",
            metavar="threads|dask",
            help="Compute with threads of this process, or on a Dask cluster (extra 'dist').",
        ),
    ] = "threads",
    scheduler: Annotated[
        str | None,
        typer.Option(
            "--scheduler",
            metavar="ADDRESS",
            help="Scheduler of the Dask cluster. [default: workers on this machine]",
            show_default=False,
        ),
    ] = None,
    missing: Annotated[
        int | None,
        typer.Option(
            "--missing",
            metavar="N",
            parser=whole,
            help="Print which of N shards are still to be computed, one number on each line, and compute nothing.",
            show_default=False,
        ),
    ] = None,
    quiet: Quiet = False,
    json: Json = False,
) -> int:
    """Simulate an experiment, or continue it.

    Continues a run of the same config that was interrupted. Ends with the branch table. If an outcome of a member is
    implausible, the member is left out of all results, a line names it, and the exit code is 4.
    """
    from forecast.cli.loading import load_points, prepare_kernels
    from forecast.runner.device import SIMULATOR, find_device
    from forecast.runner.fitting.given import given_fit
    from forecast.runner.request import RunRequest
    from forecast.runner.shards import Shard

    output = Output(json, quiet)
    count = thread_count(threads)
    if shard is not None and missing is not None:
        raise ConfigError.of("--shard", "leave out --missing: it computes nothing")
    part = None if shard is None else Shard.parse(shard)
    check_executor(executor, scheduler, shard)
    points = load_points(config, overrides(set_, seed), members)
    recorded = changes(set_, members, seed)
    source = None if fit is None else open_finished(fit, output)
    fits = [None if source is None else given_fit(source, point.experiment) for point in points]
    computer = find_device(device)
    if missing is None:
        prepare_kernels(output)
    if computer.is_gpu:
        output.note(f"device {computer.name}" + ("; slow, for tests" if computer.name == SIMULATOR else ""))
    requests = [
        RunRequest.of(
            point.experiment,
            Path(out),
            threads=count,
            chunk_size=chunk_size,
            device=computer,
            changes=recorded + point.settings,
            fit=given,
            config_file=config,
        )
        for point, given in zip(points, fits, strict=True)
    ]
    labels = [point.label for point in points]
    if missing is not None:
        return print_missing(missing, requests, output)
    if part is not None:
        return run_shard(part, requests, labels, output)
    if executor == "dask":
        return report_failures(run_dask(requests, labels, scheduler, output))
    if len(points) == 1:
        results = [run_watched(requests[0], output)]
        show(results[0], output)
    else:
        results = run_sweep(labels, requests, output)
    return report_failures(results)


def run_sweep(labels: list[str], requests: "list[RunRequest]", output: Output) -> "list[RunResult]":
    """Run the unfinished points of a sweep, and write the summaries of all points as one table.

    Parameters
    ----------
    labels : list[str]
        The values of the swept keys at each point.
    requests : list[RunRequest]
        One request per point.
    output : Output
        Prints the progress and the result.
    """
    results = []
    with begun_if_sweep(requests, labels):
        for number, (request, finished) in enumerate(zip(requests, finished_points(requests), strict=True), 1):
            state = ", finished before" if finished else ""
            output.note(f"point {number} of {len(requests)}: {labels[number - 1]}{state}")
            results.append(finished or run_watched(request, output))
    finish_sweep(labels, results, requests[0].out, output)
    return results
