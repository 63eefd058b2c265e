"""`forecast variance`: prints where the variance of outcomes and of differences comes from."""

from typing import Annotated

import typer

from forecast.cli.options import Json, Quiet, RunPath, known_branch, open_finished
from forecast.cli.output import Output, width
from forecast.errors import ResultError


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
    from forecast.store.columns import nearest
    from forecast.text.variance_text import plain_variance, variance_lines

    members = Members(finished)
    known = [headline.target for headline in headlines(members)]
    for target in outcome or ():
        if target not in known:
            hint = nearest(target, known) or f"; there are {', '.join(known)}"
            raise ResultError.of(str(finished.path), f"has no headline outcome '{target}'{hint}")
    found = list(variance_shares(members, outcome, branches))
    output.text(*variance_lines(members, found, width()))
    output.result({"run": str(finished.path), **plain_variance(members, found)})
