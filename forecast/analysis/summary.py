"""`summary.*`: an estimate of every outcome in every branch, in hubverse columns; with it the two files beside it.

`differences.*`: paired differences. `bands.*`: what is not known and what is chance, apart.
Called when the members are written and before the run is sealed; reads one column at a time.
"""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from forecast.analysis.bands import bands, write_bands
from forecast.analysis.differences import differences, write_differences
from forecast.analysis.estimates import Estimate, Sorted, mean
from forecast.analysis.headlines import headlines
from forecast.analysis.members import Members
from forecast.experiment.evidence import evidence
from forecast.store.atomic import FileEntry
from forecast.store.reader import Run
from forecast.store.registry import Variable
from forecast.store.summary import SummaryRow, write_summary

LEVELS = (0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975)
CEASEFIRE_WEEKS = (13, 26)


def summarise(run: Run | Members) -> Iterator[SummaryRow]:
    """Rows by branch and outcome: a probability of what is yes or no, else the mean and quantiles at `LEVELS`.

    A column that is null for some members is summed up over the others; `n` says how many they are.
    """
    members = run if isinstance(run, Members) else Members(run)
    origin = members.origin
    for branch in members.manifest.branches:
        for variable in members.variables.values():
            yield from _column(members, branch, variable, origin)
        for week in CEASEFIRE_WEEKS:
            if week <= members.manifest.horizon:
                by = members.values(branch, "ceasefire_week") <= week
                found = mean(by, members.clusters).estimate
                yield _row(origin, branch, f"ceasefire_by_w{week}", week, "probability", None, found)
        for headline in headlines(members):
            if not headline.column:
                found = headline.linear(members, branch).estimate
                yield _row(origin, branch, headline.target, headline.horizon, "probability", None, found)


def write_summaries(run: Run) -> list[FileEntry]:
    """Write `summary.*`, `differences.*` and `bands.*` into the run folder; their entries for the manifest."""
    members, mark = Members(run), evidence(run.experiment).mark
    return [
        *write_summary(summarise(members), run.path, mark),
        *write_differences(differences(members), run.path, mark),
        *write_bands(bands(members), run.path, mark),
    ]


def _column(members: Members, branch: str, variable: Variable, origin: date) -> Iterator[SummaryRow]:
    values = members.values(branch, variable.name)
    horizon = variable.needs or members.manifest.horizon
    centre = mean(values, members.clusters).estimate
    if variable.kind == "flag":
        yield _row(origin, branch, variable.name, horizon, "probability", None, centre)
        return
    yield _row(origin, branch, variable.name, horizon, "mean", None, centre)
    if np.isnan(values).all():
        return
    ordered = Sorted(values, members.clusters)
    for level in LEVELS:
        found = ordered.quantile(level).estimate
        yield _row(origin, branch, variable.name, horizon, "quantile", f"{level:g}", found)


def _row(
    origin: date, branch: str, target: str, horizon: int, kind: str, level: str | None, found: Estimate
) -> SummaryRow:
    end = origin + timedelta(weeks=horizon)
    return SummaryRow(origin, branch, "total", target, horizon, end, kind, level, found.value, found.mcse, found.n)
