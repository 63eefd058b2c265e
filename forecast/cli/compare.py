"""`forecast compare`: branches against the reference over the same members."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from forecast.cli.options import Json, Quiet, RunPath, known_branch, open_finished
from forecast.cli.output import Output

if TYPE_CHECKING:
    from forecast.analysis.comparison import BranchDifference

HEAD = (
    "outcome",
    "branch",
    "reference",
    "difference",
    "draws 10%",
    "draws 90%",
    "draws in favour",
    "higher in",
    "lower in",
)
NOTES = (
    "draws: 80% of the draws' own mean differences lie between 10% and 90%, and the share in favour has one above 0;",
    "chance is removed from both. higher in, lower in: shares of members.",
)


def command(
    run: RunPath,
    branch: Annotated[
        list[str] | None, typer.Option("--branch", metavar="B", help="Only this branch; may be given many times.")
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
    opened = open_finished(run, output)
    names = list(opened.manifest.branches)
    base = known_branch("--reference", reference, names) if reference else opened.manifest.reference
    others = [name for name in names if name != base]
    chosen = [known_branch("--branch", name, names) for name in branch or ()] or others
    from forecast.analysis.comparison import branch_differences
    from forecast.analysis.members import Members
    from forecast.experiment.evidence import evidence

    members = Members(opened)
    objects: list[dict[str, Any]] = []
    for number, name in enumerate(chosen):
        differences = list(branch_differences(members, base, [name]))
        output.text(*([""] if number else []), *_lines(differences, name, base, opened.manifest.members))
        objects += [_object(difference, base) for difference in differences]
    grade = evidence(opened.experiment)
    output.text("", *NOTES, grade.line)
    marked = {"grade": grade.grade, "inputs": grade.by_grade}
    output.result({"run": str(opened.path), "reference": base, **marked, "differences": objects})


def _lines(differences: "list[BranchDifference]", branch: str, base: str, members: int) -> list[str]:
    from forecast.text.branch_table_text import cell_text, outcome_label
    from forecast.text.digits import format_value
    from forecast.text.table import aligned

    rows = [
        (
            outcome_label(row.headline),
            format_value(row.own),
            format_value(row.base),
            format_value(row.paired.difference, signed=True),
            *(format_value(end, signed=True, space="") for end in (row.draws.low, row.draws.high)),
            cell_text(row.draws.in_favour, "probability", space=""),
            format_value(row.paired.share_above),
            format_value(row.paired.share_below),
        )
        for row in differences
    ]
    return [f"{branch} minus {base}: {members:,} members, value ±Monte Carlo standard error", *aligned(HEAD, rows)]


def _object(row: "BranchDifference", base: str) -> dict[str, Any]:
    from forecast.text.digits import plain_estimate

    return {
        "target": row.headline.target,
        "unit": row.headline.unit,
        "statistic": row.headline.statistic,
        "horizon": row.headline.horizon,
        "branch": row.branch,
        "reference": base,
        "difference": plain_estimate(row.paired.difference),
        "low": plain_estimate(row.draws.low),
        "high": plain_estimate(row.draws.high),
        "in_favour": plain_estimate(row.draws.in_favour),
        "share_above": plain_estimate(row.paired.share_above),
        "share_below": plain_estimate(row.paired.share_below),
    }
