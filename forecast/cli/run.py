"""`forecast run`: simulates an experiment."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from forecast.cli.exits import DONE, FAILED
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
from forecast.cli.output import Output, width
from forecast.cli.sharding import check_executor, print_missing, run_dask, run_shard
from forecast.errors import ConfigError

if TYPE_CHECKING:
    from forecast.api import RunResult
    from forecast.runner.request import RunRequest
    from forecast.store.reader import Run


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


def report_failures(results: "list[RunResult]") -> int:
    """Say which members failed in some runs. Return the exit code."""
    lines = [line for result in results for line in failure_lines(result.run)]
    if lines:
        print(*lines, sep="\n", file=sys.stderr)
    return FAILED if lines else DONE


def run_watched(request: "RunRequest", output: Output) -> "RunResult":
    """Run a request and show its progress. Ctrl-C or SIGTERM stops the run between two chunks."""
    from forecast.api import execute
    from forecast.cli.progress import DisplayingWatcher, progress
    from forecast.runner.stop import stop_on_signals

    message = "" if output.quiet else "stopping ...\n"
    with progress(output.quiet) as display, stop_on_signals(message) as stop:
        return execute(request, DisplayingWatcher(display), stop)


def failure_lines(run: "Run") -> list[str]:
    """Say which members failed and how to see them again, one line per branch and outcome."""
    lines = []
    for branch, members, reason in run.manifest.failed:
        more = f"; so did {len(members) - 1:,} more, see manifest.json" if len(members) > 1 else ""
        see = f"forecast replay {run.path} --branch {branch} --member {members[0]}"
        lines.append(f"branch {branch}, member {members[0]} failed: {reason} (`{see}`{more})")
    return lines


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
    from forecast.config import config_hash
    from forecast.store.sweep import begin_sweep

    out, name = requests[0].out, requests[0].experiment.experiment
    begin_sweep(labels, [config_hash(request.experiment) for request in requests], name, out)
    results = []
    for number, (request, finished) in enumerate(zip(requests, finished_points(requests), strict=True), 1):
        state = ", finished before" if finished else ""
        output.note(f"point {number} of {len(requests)}: {labels[number - 1]}{state}")
        results.append(finished or run_watched(request, output))
    finish_sweep(labels, results, out, output)
    return results


def finish_sweep(labels: list[str], results: "list[RunResult]", out: Path, output: Output) -> None:
    """Write the summaries of all points of a sweep as one table, and print where it is.

    Parameters
    ----------
    labels : list[str]
        The values of the swept keys at each point.
    results : list[RunResult]
        The run of each point.
    out : Path
        Results folder.
    output : Output
        Prints the result.
    """
    from forecast.cli.conclusions import is_over_switches
    from forecast.store.sweep import write_sweep

    table = write_sweep(labels, [result.run for result in results], out)
    output.text(*(f"results   {result.run.path}" for result in results), f"sweep     {table}")
    what = (
        "which conclusions survive the switches" if is_over_switches(table.parent) else "what changes along the sweep"
    )
    output.note(f"`forecast compare {table.parent}` says {what}")
    output.result({"status": "complete", "sweep": str(table), "runs": [_object(result) for result in results]})


def finished_points(requests: "list[RunRequest]") -> "list[RunResult | None]":
    """Return, for each point, its finished run by this version of the code, or None.

    If all points are finished, it is None for all of them, so that the sweep runs again.
    """
    from forecast.api import RunResult
    from forecast.config import config_hash
    from forecast.runner.provenance import code_hash
    from forecast.store.reader import open_run
    from forecast.store.search import find_sealed

    results: list[RunResult | None] = []
    for request in requests:
        exp = request.experiment
        path = find_sealed(request.out, exp.experiment, config_hash(exp), request.fit_sha256)
        run = open_run(path) if path else None
        same_code = run is not None and run.manifest.code_hash == code_hash()
        results.append(RunResult(run, None, 0, True, {}) if run and same_code else None)
    return [None] * len(results) if all(results) else results


def show(result: "RunResult", output: Output) -> None:
    """Print the branch table of a run that this process finished, and the folder of the run."""
    content: dict[str, Any] = {"status": "complete", **_object(result)}
    if not output.quiet or output.as_json:
        from forecast.analysis.branch_table import branch_table
        from forecast.analysis.known_outcomes import known_outcomes
        from forecast.text.branch_table_text import branch_table_text, plain_branch_table
        from forecast.text.known_outcomes_table import known_text, plain_known

        assert result.estimates is not None
        table, known = branch_table(result.estimates), known_outcomes(result.estimates)
        exp = result.run.experiment
        extra_tables = filter(None, [known_text(known, exp)])
        output.text(branch_table_text(table, width()), *extra_tables, "", f"results   {result.run.path}")
        fitted = result.run.fitted
        if fitted and not fitted.fits:
            output.note(fitted.line)
        content |= {"table": plain_branch_table(table), **plain_known(known, exp)}
    output.result(content)


def _object(result: "RunResult") -> dict[str, Any]:
    record = result.run.manifest
    return {
        "run": str(result.run.path),
        "run_id": record.run_id,
        "members": record.members,
        "computed": result.computed,
        "branches": list(record.branches),
        "resumed": result.resumed,
        **({"stopped": record.stopped} if record.stopped else {}),
        "failed": [entry._asdict() for entry in record.failed],
        "seconds": result.seconds.get("total", 0.0),
        "phases": {name: spent for name, spent in result.seconds.items() if name != "total"},
    }
