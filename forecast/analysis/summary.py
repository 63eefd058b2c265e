"""`summary.*`: an estimate of every outcome in every branch, in hubverse columns; with it the two files beside it.

`differences.*`: paired differences. `bands.*`: what is not known and what is chance, apart.
Called when the members are written and before the run is sealed; reads a few columns at a time.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from forecast.analysis.bands import bands, write_bands
from forecast.analysis.differences import differences, write_differences
from forecast.analysis.estimates import Estimate
from forecast.analysis.headlines import headlines
from forecast.analysis.measures import CEASEFIRE_WEEKS, measure, measured, targets
from forecast.analysis.members import Members
from forecast.experiment.evidence import evidence
from forecast.store.atomic import FileEntry
from forecast.store.estimates import SummaryRow, write_summary
from forecast.store.reader import Run
from forecast.store.registry import Variable


def summarise(run: Run | Members) -> Iterator[SummaryRow]:
    """Rows by branch and outcome: a probability of what is yes or no, else the mean and quantiles at `LEVELS`.

    A column that is null for some members is summed up over the others; `n` says how many they are.
    """
    members = run if isinstance(run, Members) else Members(run)
    measure(members, targets(members))
    origin = members.origin
    for branch in members.manifest.branches:
        for variable in members.variables.values():
            yield from _column(members, branch, variable, origin)
        for week in CEASEFIRE_WEEKS:
            if week <= members.manifest.horizon:
                target = f"ceasefire_by_w{week}"
                found = measured(members, branch, target).mean
                yield _row(origin, branch, target, week, "probability", None, found)
        for headline in headlines(members):
            if not headline.column:
                found = measured(members, branch, headline.target).mean
                yield _row(origin, branch, headline.target, headline.horizon, "probability", None, found)


def write_summaries(run: Run | Members, threads: int = 1) -> list[FileEntry]:
    """Write `summary.*`, `differences.*` and `bands.*` into the run folder; their entries for the manifest."""
    members = run if isinstance(run, Members) else Members(run)
    mark, folder = evidence(members.run.experiment).mark, members.run.path
    measure(members, targets(members), threads)
    return [
        *write_summary(summarise(members), folder, mark),
        *write_differences(differences(members), folder, mark),
        *write_bands(bands(members), folder, mark),
    ]


def _column(members: Members, branch: str, variable: Variable, origin: date) -> Iterator[SummaryRow]:
    found = measured(members, branch, variable.name)
    horizon = variable.needs or members.manifest.horizon
    if variable.kind == "flag":
        yield _row(origin, branch, variable.name, horizon, "probability", None, found.mean)
        return
    yield _row(origin, branch, variable.name, horizon, "mean", None, found.mean)
    for level, estimate in found.quantiles.items():
        yield _row(origin, branch, variable.name, horizon, "quantile", f"{level:g}", estimate)


def _row(
    origin: date, branch: str, target: str, horizon: int, kind: str, level: str | None, found: Estimate
) -> SummaryRow:
    end = origin + timedelta(weeks=horizon)
    return SummaryRow(origin, branch, "total", target, horizon, end, kind, level, found.value, found.mcse, found.n)
