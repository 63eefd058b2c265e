"""`forecast run`: simulate an experiment."""

from typing import TYPE_CHECKING, Any

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
    overrides,
    thread_count,
)
from forecast.cli.output import Output, width

if TYPE_CHECKING:
    from forecast.analysis.members import Members as MemberColumns
    from forecast.runner.runner import RunResult


def command(
    config: Config,
    members: Members = None,
    threads: Threads = None,
    chunk_size: ChunkSize = None,
    device: Where = "cpu",
    out: Out = "results",
    set_: Set = None,
    seed: Seed = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Simulate an experiment, or continue it.

    A run of the same config that was interrupted is taken up where it stopped. Ends with the branch table.
    """
    from pathlib import Path

    from forecast.cli.kernels import prepare
    from forecast.cli.loading import load_points
    from forecast.cli.running import run_point
    from forecast.runner.device import SIMULATOR, find_device

    output = Output(json, quiet)
    count = thread_count(threads)
    points = load_points(config, overrides(set_, seed), members)
    changed = changes(set_, members, seed)
    place = find_device(device)
    prepare(output)
    if place.is_gpu:
        output.note(f"device {place.name}" + ("; slow, for tests" if place.name == SIMULATOR else ""))
    if len(points) == 1:
        point = points[0]
        show(
            *run_point(point.experiment, Path(out), count, chunk_size, output, changed + point.settings, place), output
        )
        return
    from forecast.cli.conclusions import is_over_switches
    from forecast.cli.sweep import finished_points, write_sweep

    results = []
    for number, (point, finished) in enumerate(zip(points, finished_points(points, Path(out)), strict=True), 1):
        output.note(f"point {number} of {len(points)}: {point.label}" + (", finished before" if finished else ""))
        here = changed + point.settings
        results.append(finished or run_point(point.experiment, Path(out), count, chunk_size, output, here, place)[0])
    table = write_sweep(points, results, Path(out))
    output.text(*(f"results   {result.path}" for result in results), f"sweep     {table}")
    if is_over_switches(table.parent):
        output.note(f"`forecast compare {table.parent}` says which conclusions survive the switches")
    output.result({"status": "complete", "sweep": str(table), "runs": [_object(result) for result in results]})


def show(result: "RunResult", members: "MemberColumns", output: Output) -> None:
    """The branch table of a finished run and where it is. members: with what was estimated for its files."""
    content: dict[str, Any] = {"status": "complete", **_object(result)}
    if not output.quiet or output.as_json:
        from forecast.analysis.branch_table import branch_table
        from forecast.analysis.known_outcomes import known_outcomes
        from forecast.store.fitted import read_fitted
        from forecast.text.branch_table_text import branch_table_text, plain_branch_table
        from forecast.text.known_outcomes_table import known_text, plain_known

        table, known = branch_table(members), known_outcomes(members)
        exp = members.run.experiment
        below = filter(None, [known_text(known, exp)])
        output.text(branch_table_text(table, width()), *below, "", f"results   {result.path}")
        fitted = read_fitted(result.path)
        if fitted and not fitted.fits:
            output.note(fitted.line)
        content |= {"table": plain_branch_table(table), **plain_known(known, exp)}
    output.result(content)


def _object(result: "RunResult") -> dict[str, Any]:
    return {
        "run": str(result.path),
        "run_id": result.run_id,
        "members": result.members,
        "computed": result.computed,
        "branches": list(result.branches),
        "resumed": result.resumed,
        "seconds": result.seconds.get("total", 0.0),
        "phases": {name: spent for name, spent in result.seconds.items() if name != "total"},
    }
