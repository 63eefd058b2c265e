"""`forecast compare`: compares branches with the reference, or two runs, member by member."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from forecast.cli.options import Json, Quiet, RunPath, known_branch, open_finished
from forecast.cli.output import Output
from forecast.errors import ConfigError

if TYPE_CHECKING:
    from forecast.analysis.members import Members
    from forecast.store.reader import Run


def command(
    run: RunPath,
    other: Annotated[
        str | None,
        typer.Argument(
            metavar="RUN2",
            help="Subtract this run, branch by branch. Both need the same seed, design and draws.",
            show_default=False,
        ),
    ] = None,
    branch: Annotated[
        list[str] | None, typer.Option("--branch", metavar="B", help="Only this branch; repeat for more.")
    ] = None,
    reference: Annotated[
        str | None, typer.Option("--reference", metavar="R", help="Compare with this branch instead of the run's own.")
    ] = None,
    outcome: Annotated[
        list[str] | None,
        typer.Option("--outcome", metavar="TARGET", help="Of a sweep: only this outcome; repeat for more."),
    ] = None,
    base: Annotated[
        str | None,
        typer.Option(
            "--base", metavar="POINT", help="Of a sweep: subtract this point, such as 'duration=39 weeks'.  [the first]"
        ),
    ] = None,
    out: Annotated[
        str | None, typer.Option("--out", metavar="FILE.nc", help="Of a sweep: also write the curves as NetCDF.")
    ] = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Print paired differences: of branches, of runs, along a sweep.

    Both sides have the same members with the same random numbers; the table pairs them. Every number has its error. For
    a finished sweep over `switches`: which conclusions survive every setting, and which flip. For any other finished
    sweep: each outcome at every point, its differences from the reference and between the points, and where it stops to
    change.
    """
    from pathlib import Path

    from forecast.cli import curve
    from forecast.cli.conclusions import is_over_switches, show

    output = Output(json, quiet)
    of_curves = {"--outcome": outcome, "--base": base, "--out": out}
    given = next((name for name, value in of_curves.items() if value), None)
    if other is None and curve.is_sweep(Path(run), output) and not is_over_switches(Path(run)):
        curve.show(Path(run), branch, reference, outcome, base, out, output)
        return
    if given is not None:
        raise ConfigError.of(given, "needs the folder of a finished sweep that is not over switches")
    if other is not None:
        if reference is not None:
            raise ConfigError.of("--reference", "compares branches of one run; leave it out, or give one run only")
        _runs(open_finished(run, output), open_finished(other, output), branch, output)
    elif is_over_switches(Path(run)):
        show(Path(run), branch, reference, output)
    else:
        _branches(open_finished(run, output), branch, reference, output)


def _branches(run: "Run", branches: list[str] | None, reference: str | None, output: Output) -> None:
    names = run.manifest.branches
    base = known_branch("--reference", reference, names) if reference else run.manifest.reference
    others = [name for name in names if name != base]
    chosen = [known_branch("--branch", name, names) for name in branches or ()] or others
    from forecast.analysis.comparison import branch_differences
    from forecast.analysis.members import Members
    from forecast.text.comparison_text import difference_lines, plain_difference

    members = Members(run)
    objects: list[dict[str, Any]] = []
    _note_failed(members, output)
    for number, name in enumerate(chosen):
        differences = list(branch_differences(members, base, [name]))
        title = f"{name} minus {base}: {run.manifest.members:,} members"
        output.text(*([""] if number else []), *difference_lines(differences, title, ("branch", "reference")))
        objects += [plain_difference(difference, base) for difference in differences]
    _end(run, {"reference": base, "differences": objects}, output)


def _runs(run: "Run", other: "Run", branches: list[str] | None, output: Output) -> None:
    chosen = [known_branch("--branch", name, run.manifest.branches) for name in branches or run.manifest.branches]
    from forecast.analysis.comparison import paired_members, run_differences
    from forecast.text.comparison_text import difference_lines, plain_difference

    pair = paired_members(run, other)
    _note_failed(pair[0], output)
    differences = [row for row in run_differences(*pair) if row.branch in chosen]
    for number, name in enumerate(dict.fromkeys(row.branch for row in differences)):
        title = f"{name}, {run.path.name} minus {other.path.name}: {run.manifest.members:,} members"
        rows = [row for row in differences if row.branch == name]
        output.text(*([""] if number else []), *difference_lines(rows, title, ("run", "other run")))
    objects = [plain_difference(difference, difference.branch) for difference in differences]
    _end(run, {"other": str(other.path), "differences": objects}, output)


def _note_failed(members: "Members", output: Output) -> None:
    from forecast.text.bounds_text import failed_note

    if members.failed:
        output.text(failed_note(members.failed, members.count), "")


def _end(run: "Run", content: dict[str, Any], output: Output) -> None:
    from forecast.experiment.evidence import evidence
    from forecast.text.comparison_text import NOTES

    grade = evidence(run.experiment)
    output.text("", *NOTES, grade.line)
    marked = {"grade": grade.grade, "inputs": grade.inputs, "constants": grade.constants}
    output.result({"run": str(run.path), **marked, **content})
