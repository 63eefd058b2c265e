"""`forecast variance`: prints where the variance of outcomes and of differences comes from."""

from typing import Annotated

import typer

from forecast.cli.options import Json, Quiet, RunPath, known_branch, known_outcome, open_finished
from forecast.cli.output import Output, width


def command(
    run: RunPath,
    outcome: Annotated[
        list[str] | None, typer.Option("--outcome", metavar="TARGET", help="Only this outcome; repeat for more.")
    ] = None,
    branch: Annotated[
        list[str] | None, typer.Option("--branch", metavar="B", help="Only this branch; repeat for more.")
    ] = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Print where the variance of each outcome comes from.

    For each headline outcome and each difference from the reference: how much is not known and how much is chance,
    which evidence grades explain what is not known, and how many times the members pairing is worth.
    """
    output = Output(json, quiet)
    finished = open_finished(run, output)
    branches = [known_branch("--branch", name, finished.manifest.branches) for name in branch or ()] or None
    from forecast.analysis.headlines import headlines
    from forecast.analysis.members import Members
    from forecast.analysis.variance_shares import variance_shares
    from forecast.text.variance_text import plain_variance, variance_lines

    members = Members(finished)
    known = [headline.target for headline in headlines(members)]
    targets = [known_outcome(target, known) for target in outcome or ()] or None
    found = list(variance_shares(members, targets, branches))
    output.text(*variance_lines(members, found, width()))
    output.result({"run": str(finished.path), **plain_variance(members, found)})
