"""Executes runs for the commands that make them, and prints what became of them."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from forecast.cli.exits import DONE, FAILED
from forecast.cli.output import Output, width

if TYPE_CHECKING:
    import threading

    from forecast.api import RunResult
    from forecast.runner.folder import OpenedFolder
    from forecast.runner.request import RunRequest
    from forecast.store.reader import Run


def run_watched(
    request: "RunRequest",
    output: Output,
    opening: "Callable[[threading.Event, Callable[[str], None]], Callable[[RunRequest], OpenedFolder]] | None" = None,
) -> "RunResult":
    """Execute a request and show its progress. Ctrl-C or SIGTERM stops the run between two chunks.

    Parameters
    ----------
    request : RunRequest
        The run.
    output : Output
        Prints the progress.
    opening : callable, optional
        Returns, for the event that stops the run and a function that prints a note, the function that opens the run
        folder. Default: an unfinished folder of the same configuration, or a new one.
    """
    from forecast.api import execute
    from forecast.cli.progress import DisplayingWatcher, progress
    from forecast.runner.stop import stop_on_signals

    message = "" if output.quiet else "stopping ...\n"
    with progress(output.quiet) as display, stop_on_signals(message) as stop:
        open_ = None if opening is None else opening(stop, display.phase)
        return execute(request, DisplayingWatcher(display), stop, open_)


def report_failures(results: "list[RunResult]") -> int:
    """Say which members failed in some runs. Return the exit code."""
    lines = [line for result in results for line in failure_lines(result.run)]
    if lines:
        print(*lines, sep="\n", file=sys.stderr)
    return FAILED if lines else DONE


def failure_lines(run: "Run") -> list[str]:
    """Say which members failed and how to see them again, one line per branch and outcome."""
    lines = []
    for branch, members, reason in run.manifest.failed:
        more = f"; so did {len(members) - 1:,} more, see manifest.json" if len(members) > 1 else ""
        see = f"forecast replay {run.path} --branch {branch} --member {members[0]}"
        lines.append(f"branch {branch}, member {members[0]} failed: {reason} (`{see}`{more})")
    return lines


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
