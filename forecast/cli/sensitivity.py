"""`forecast sensitivity`: says which inputs and groups of inputs drive an outcome."""

from typing import Annotated, Any

import typer

from forecast.cli.options import Json, Quiet, RunPath, known_branch, open_finished, whole, within
from forecast.cli.output import Output

MAX_DRAWS = 2**31 - 1


def command(
    run: RunPath,
    outcome: Annotated[
        list[str] | None,
        typer.Option("--outcome", metavar="TARGET", help="Only this headline outcome; repeat for more."),
    ] = None,
    branch: Annotated[
        str | None, typer.Option("--branch", metavar="B", help="In this branch. [default: the tested branch]")
    ] = None,
    draws: Annotated[
        int | None,
        typer.Option("--draws", metavar="N", parser=whole, help="Use the first N draws. [default: up to 20,000]"),
    ] = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Say which uncertain inputs drive an outcome.

    Also for its difference from the reference.

    For an ordinary run: indices of single inputs and of groups, also within each sub-model of bargaining. For a run of
    the layout `sobol_groups`: first and total indices by group.
    """
    output = Output(json, quiet)
    finished = open_finished(run, output, every_block=True)
    names = finished.manifest.branches
    chosen = known_branch("--branch", branch, names) if branch else None
    if draws is not None:
        within("--draws", draws, 100, MAX_DRAWS)
    from forecast.analysis.members import Members
    from forecast.errors import ConfigError, ResultError
    from forecast.experiment.evidence import evidence
    from forecast.sensitivity.outcomes import default_targets, subjects

    is_design = finished.manifest.layout == "sobol_groups"
    members = Members(finished, every_block=True)
    if is_design and draws is not None:
        raise ConfigError.of("--draws", "a design for indices by group is read as a whole; leave it out")
    targets = outcome or default_targets(members)
    if not targets:
        raise ResultError.of(str(finished.path), "is too short for any headline outcome")
    asked = subjects(members, targets, chosen or members.tested_branch or members.reference)
    lines: list[str]
    content: dict[str, Any]
    if is_design:
        from forecast.sensitivity.designed import analyse_design
        from forecast.text.sobol_groups_text import designed_lines, plain_designed

        designed = analyse_design(members, asked)
        lines, content = designed_lines(designed), plain_designed(designed)
    else:
        from forecast.sensitivity.given_data import MAX_DRAWS as USUAL
        from forecast.sensitivity.given_data import GivenDataSearch
        from forecast.text.sensitivity_text import given_data_lines, plain_given_data

        analysis = GivenDataSearch(members, draws or USUAL).analyse(asked)
        lines, content = given_data_lines(analysis), plain_given_data(analysis)
    grade = evidence(finished.experiment)
    output.text(*lines, grade.line)
    marked = {"grade": grade.grade, "inputs": grade.inputs, "constants": grade.constants}
    output.result({"run": str(finished.path), **marked, **content})
