"""`forecast compare`: branches against the reference over the same members."""

from typing import Annotated, Any

import typer

from forecast.cli.options import Json, Quiet, RunPath, known_branch, open_finished
from forecast.cli.output import Output


def command(
    run: RunPath,
    branch: Annotated[
        list[str] | None, typer.Option("--branch", metavar="B", help="Only this branch; repeat for more.")
    ] = None,
    reference: Annotated[
        str | None, typer.Option("--reference", metavar="R", help="Compare with this branch instead of the run's own.")
    ] = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Print paired differences between branches.

    Both branches have the same members with the same random numbers; the table pairs them. Every number has its error.
    For a finished sweep over `switches`: which conclusions survive every setting, and which flip.
    """
    from pathlib import Path

    from forecast.cli.conclusions import is_over_switches, show

    output = Output(json, quiet)
    if is_over_switches(Path(run)):
        show(Path(run), branch, reference, output)
        return
    finished = open_finished(run, output)
    names = finished.manifest.branches
    base = known_branch("--reference", reference, names) if reference else finished.manifest.reference
    others = [name for name in names if name != base]
    chosen = [known_branch("--branch", name, names) for name in branch or ()] or others
    from forecast.analysis.comparison import branch_differences
    from forecast.analysis.members import Members
    from forecast.experiment.evidence import evidence
    from forecast.text.comparison_text import NOTES, difference_lines, plain_difference

    members = Members(finished)
    objects: list[dict[str, Any]] = []
    for number, name in enumerate(chosen):
        differences = list(branch_differences(members, base, [name]))
        output.text(*([""] if number else []), *difference_lines(differences, name, base, finished.manifest.members))
        objects += [plain_difference(difference, base) for difference in differences]
    grade = evidence(finished.experiment)
    output.text("", *NOTES, grade.line)
    rests_on = {"grade": grade.grade, "inputs": grade.by_grade}
    output.result({"run": str(finished.path), "reference": base, **rests_on, "differences": objects})
