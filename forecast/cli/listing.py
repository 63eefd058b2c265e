"""`forecast list`: lists the runs in a folder and its subfolders."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from forecast.cli.options import Json, Quiet, changed_text
from forecast.cli.output import Output

if TYPE_CHECKING:
    from forecast.errors import Problem
    from forecast.store.manifest import RunManifest

STATUS = {"complete": "complete", "running": "unfinished"}
HEAD = ("experiment", "run", "status", "members", "branches", "started", "changed")


def command(
    root: Annotated[
        str, typer.Argument(metavar="[ROOT]", help="A results folder, or one experiment in it.")
    ] = "results",
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """List runs, finished or not, oldest first.

    A finished run can be given to the other commands as RUN. A run whose record is damaged, or was written by another
    version, is named on stderr, with exit code 3.
    """
    from forecast.errors import ResultError
    from forecast.store.search import list_runs
    from forecast.text.table import aligned

    output = Output(json, quiet)
    folder = Path(root)
    if not folder.is_dir():
        raise ResultError.of(root, "no such folder; make runs with `forecast run CONFIG`")
    runs, problems = list_runs(folder)
    if not runs and not problems:
        runs, problems = list_runs(folder.resolve().parent)
        runs = [run for run in runs if run[1].experiment == folder.name]
        problems = [problem for problem in problems if folder.name in Path(problem.where).parts]
    runs, differing = _agreeing(runs)
    problems = [*problems, *differing]
    rows = [
        (
            record.experiment,
            path.name,
            STATUS[record.status],
            f"{record.members:,}",
            str(len(record.branches)),
            record.started,
            changed_text(record.overrides),
        )
        for path, record in runs
    ]
    output.text(*(aligned(HEAD, rows, left=3, right=3) if rows else [f"no runs below {root}"]))
    output.result(
        {
            "runs": [
                {
                    "path": str(path),
                    "experiment": record.experiment,
                    "run_id": record.run_id,
                    "status": record.status,
                    "members": record.members,
                    "overrides": record.overrides,
                    "branches": list(record.branches),
                    "started": record.started,
                    "finished": record.finished or None,
                }
                for path, record in runs
            ]
        }
    )
    if problems:
        raise ResultError(problems)


def _agreeing(
    runs: "list[tuple[Path, RunManifest]]",
) -> "tuple[list[tuple[Path, RunManifest]], list[Problem]]":
    """Leave out finished runs whose manifest does not fit their config, and say why."""
    from forecast.errors import ResultError
    from forecast.store.reader import Run

    kept, problems = [], []
    for path, record in runs:
        try:
            if record.status == "complete":
                Run(path, record).check_record()
            kept.append((path, record))
        except ResultError as problem:
            problems += problem.problems
    return kept, problems
