"""`forecast voi`: prints what it would be worth to know inputs before choosing a branch."""

from typing import Annotated

import typer

from forecast.cli.options import Json, Quiet, RunPath, StatedValues, known_branch, open_finished
from forecast.cli.output import Output
from forecast.errors import ConfigError


def command(
    run: RunPath,
    branch: Annotated[
        list[str] | None,
        typer.Option("--branch", metavar="B", help="Choose from this branch only; repeat for more. [default: all]"),
    ] = None,
    values: StatedValues = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Print what knowing inputs would be worth.

    The decision is to choose one branch. The value is in points of utility, for all inputs (EVPI) and for each theme,
    group and single input (EVPPI), for every actor who decides.
    """
    output = Output(json, quiet)
    finished = open_finished(run, output)
    names = finished.manifest.branches
    chosen = list(dict.fromkeys(known_branch("--branch", name, names) for name in branch or names))
    if branch and len(chosen) < 2:
        raise ConfigError.of("--branch", "a choice needs two branches or more; repeat the option")
    from forecast.analysis.members import Members
    from forecast.decisions.actors import read_values, require_own_values
    from forecast.experiment.evidence import evidence
    from forecast.text.voi_text import information_text, plain_information
    from forecast.voi.information import MOST_DRAWS, value_of_information

    if finished.manifest.draws > MOST_DRAWS:
        output.note(f"the first {MOST_DRAWS:,} of {finished.manifest.draws:,} draws are used; errors are those of them")
    stated = read_values(values)
    require_own_values(finished, stated)
    sets = [actor.values for actor in stated.actors if actor.decides]
    found = value_of_information(Members(finished), sets, chosen)
    grade = evidence(finished.experiment)
    output.text(information_text(found, grade))
    marked = {"grade": grade.grade, "inputs": grade.inputs, "constants": grade.constants}
    output.result({"run": str(finished.path), **marked, **plain_information(found)})
