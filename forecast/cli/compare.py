"""`forecast compare`: branches against the reference over the same members."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from forecast.cli.options import Json, Quiet, RunPath, open_finished
from forecast.cli.output import Output

if TYPE_CHECKING:
    from forecast.analysis.headlines import Headline
    from forecast.analysis.members import Members
    from forecast.analysis.paired import PairedDifference

HEAD = ("outcome", "branch", "reference", "difference", "higher in", "lower in")


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

    Both branches have the same members with the same random numbers; the table pairs them. With all errors. Of a
    finished sweep over `switches`: which conclusions survive every setting, and which flip.
    """
    from pathlib import Path

    from forecast.cli.conclusions import is_over_switches, show
    from forecast.cli.names import known

    output = Output(json, quiet)
    if is_over_switches(Path(run)):
        show(Path(run), branch, reference, output)
        return
    found = open_finished(run, output)
    names = list(found.manifest.branches)
    base = known("--reference", reference, names) if reference else found.manifest.reference
    chosen = [known("--branch", name, names) for name in branch or ()] or [name for name in names if name != base]
    from forecast.analysis.headlines import headlines
    from forecast.analysis.members import Members
    from forecast.experiment.evidence import evidence

    members = Members(found)
    outcomes = headlines(members)
    objects: list[dict[str, Any]] = []
    for number, name in enumerate(chosen):
        pairs = [(headline, _pair(members, headline, name, base)) for headline in outcomes]
        output.text(*([""] if number else []), *_lines(members, pairs, name, base))
        objects += [_object(headline, pair, name, base) for headline, pair in pairs]
    rests_on = evidence(found.experiment)
    output.text("", rests_on.line)
    marked = {"grade": rests_on.grade, "inputs": rests_on.inputs, "constants": rests_on.constants}
    output.result({"run": str(found.path), "reference": base, **marked, "differences": objects})


def _pair(members: "Members", headline: "Headline", branch: str, base: str) -> "PairedDifference":
    from forecast.analysis.paired import paired_difference

    statistics = headline.linear(members, branch), headline.linear(members, base)
    return paired_difference(headline.values(branch), headline.values(base), members.clusters, statistics)


def _lines(members: "Members", pairs: "list[tuple[Headline, PairedDifference]]", branch: str, base: str) -> list[str]:
    from forecast.text.digits import format_value
    from forecast.text.table import aligned

    rows = [
        (
            f"{headline.short}{' median' if headline.statistic == 'median' else ''}",
            format_value(headline.linear(members, branch).estimate),
            format_value(headline.linear(members, base).estimate),
            format_value(pair.difference, signed=True),
            format_value(pair.share_above),
            format_value(pair.share_below),
        )
        for headline, pair in pairs
    ]
    return [
        f"{branch} minus {base}: {members.manifest.members:,} members, value ±Monte Carlo standard error; "
        "the last columns are shares of members",
        *aligned(HEAD, rows),
    ]


def _object(headline: "Headline", pair: "PairedDifference", branch: str, base: str) -> dict[str, Any]:
    from forecast.text.renderings import plain_estimate

    return {
        "target": headline.target,
        "unit": headline.unit,
        "statistic": headline.statistic,
        "branch": branch,
        "reference": base,
        "difference": plain_estimate(pair.difference),
        "share_above": plain_estimate(pair.share_above),
        "share_below": plain_estimate(pair.share_below),
    }
