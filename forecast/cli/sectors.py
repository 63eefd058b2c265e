"""`forecast sectors`: prints the gains of a finished run by sector, and what becomes of the salient."""

from typing import TYPE_CHECKING, Annotated

import typer

from forecast.cli.options import Json, Quiet, RunPath, known_branch, open_finished
from forecast.cli.output import Output, width
from forecast.errors import ConfigError

if TYPE_CHECKING:
    from forecast.analysis.members import Members

DEFAULT = (26, 52, 104)


def command(
    run: RunPath,
    weeks: Annotated[
        str | None,
        typer.Option("--weeks", metavar="W,W", help="Weeks to show, with commas. [default: 26,52,104]"),
    ] = None,
    branch: Annotated[
        list[str] | None,
        typer.Option("--branch", metavar="B", help="Only this branch beside the reference; repeat for more."),
    ] = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Print gains of ground by sector, and what becomes of the salient.

    By branch and week: median and 80% band of every sector, the mean of each part of the front (such as Donbas), and
    for the salient (Kursk) its area and the share of futures in which it is lost.
    """
    output = Output(json, quiet)
    finished = open_finished(run, output)
    chosen = [known_branch("--branch", name, finished.manifest.branches) for name in branch or ()] or None
    from forecast.analysis.members import Members
    from forecast.analysis.sector_gains import sector_gains
    from forecast.experiment.evidence import evidence
    from forecast.text.run_stamp import run_stamp
    from forecast.text.sector_text import plain_sectors, sectors_text

    members = Members(finished)
    gains = sector_gains(members, _weeks(weeks, members), chosen)
    grade, stamp = evidence(finished.experiment), run_stamp(finished)
    title = (
        f"{finished.manifest.experiment}: net gain of {members.side_name(members.manifest.sides[1])} by sector, "
        f"{members.count:,} members, {finished.manifest.draws:,} draws"
    )
    output.text(sectors_text(gains, title, width()), grade.line, stamp.line)
    marked = {"grade": grade.grade, "inputs": grade.inputs, "constants": grade.constants}
    output.result({"run": str(finished.path), "stamp": stamp._asdict(), **marked, **plain_sectors(gains)})


def _weeks(text: str | None, members: "Members") -> list[int]:
    """Read the weeks, or take those of the default that the run reaches; a week that is not stored is refused."""
    from forecast.analysis.sector_gains import stored_weeks

    stored = [week for week in stored_weeks(members) if week > 0]
    if text is None:
        return [week for week in DEFAULT if week in stored] or stored[-1:]
    found: list[int] = []
    for word in text.split(","):
        if not word.strip().isascii() or not word.strip().isdigit():
            raise ConfigError.of(f"--weeks {text}", f"'{word.strip()}' is not a week; write whole numbers, as in 26,52")
        week = int(word)
        if week not in stored:
            near = sorted(sorted(stored, key=lambda other: abs(other - week))[:2])
            hint = " and ".join(str(other) for other in near)
            raise ConfigError.of(f"--weeks {text}", f"the run has no sectors for week {week}; the nearest are {hint}")
        found.append(week)
    return sorted(set(found))
