"""`forecast discover`: finds the worlds in which an outcome comes more often."""

import math
from typing import Annotated

import typer

from forecast.cli.options import Json, Quiet, RunPath, known_branch, open_finished
from forecast.cli.output import Output, width
from forecast.errors import ConfigError

Branch = Annotated[
    str | None, typer.Option("--branch", metavar="B", help="Look at this branch. [default: the one under test]")
]
Against = Annotated[
    str | None,
    typer.Option("--against", metavar="B2", help="Subtract this branch. [default: the reference, for lasting peace]"),
]
Outcome = Annotated[
    str | None,
    typer.Option("--outcome", metavar="TARGET", help="Look for this outcome instead of the three default cases."),
]
Above = Annotated[
    float | None, typer.Option("--above", metavar="X", help="With --outcome: a case lies above X.", show_default=False)
]
Below = Annotated[
    float | None, typer.Option("--below", metavar="X", help="With --outcome: a case lies below X.", show_default=False)
]


def command(
    run: RunPath,
    branch: Branch = None,
    against: Against = None,
    outcome: Outcome = None,
    above: Above = None,
    below: Below = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Find the worlds in which an outcome comes more often.

    Without --outcome: where the branch has less lasting peace, the defender collapses, or peace fails after the troops
    have left. A world is a draw: one value for every uncertain input. The worlds are boxes: limits on a few inputs,
    found in half of the draws and judged on the other half. Needs the extra 'analysis'.
    """
    for option, limit in (("--above", above), ("--below", below)):
        if limit is not None and not math.isfinite(limit):
            raise ConfigError.of(f"{option} {limit}", "is not a number that an outcome can pass; give a finite one")
    if outcome is None and (above is not None or below is not None):
        raise ConfigError.of("--above, --below", "say of which outcome; add --outcome TARGET")
    output = Output(json, quiet)
    finished = open_finished(run, output)
    names = finished.manifest.branches
    from forecast.analysis.members import Members
    from forecast.discovery.cases import default_cases, own_case
    from forecast.discovery.discover import Explorer
    from forecast.experiment.evidence import evidence
    from forecast.text.discovery_text import discovery_lines, plain_discovery

    members = Members(finished)
    chosen = known_branch("--branch", branch, names) if branch else members.tested_branch or members.reference
    other = known_branch("--against", against, names) if against else None
    if other == chosen:
        raise ConfigError.of("--against", f"'{other}' is the branch itself; choose another one")
    if outcome is None:
        cases = default_cases(members, chosen, other or members.reference)
    else:
        cases = [own_case(members, outcome, chosen, other, above, below)]
    explorer = Explorer(members)
    found = []
    for case in cases:
        output.note(f"searching: {case.title}")
        found.append(explorer.discover(case))
    grade = evidence(finished.experiment)
    output.text(*discovery_lines(found, width()), grade.line)
    marked = {"grade": grade.grade, "inputs": grade.inputs, "constants": grade.constants}
    output.result({"run": str(finished.path), **marked, "cases": [plain_discovery(each) for each in found]})
