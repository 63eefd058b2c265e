"""Lasting peace by branch: its probability, the band between draws, and which differences are ties."""

from dataclasses import dataclass

from forecast.analysis.headlines import BY_WEEK, durable, lasting_years
from forecast.analysis.members import Members
from forecast.analysis.outcome_estimates import OutcomeEstimates
from forecast.analysis.targets import estimate_targets, targets
from forecast.analysis.ties import Difference, subtract, tie

LONG = 10


@dataclass(frozen=True)
class LastingPeace:
    """The probability of a ceasefire by week 104 that lasts some years, in every branch.

    Attributes
    ----------
    years : tuple of int
        How long peace has to last, shortest first.
    branches : tuple of str
        Names of the branches, the reference first.
    estimates : dict of (str, int) to OutcomeEstimates
        Probability, band between draws and paired difference by branch and years.
    differences : dict of (str, int) to Difference
        Every other branch less the reference, by branch and years.
    best : str
        The branch with the highest estimate for the shortest span.
    tied : tuple of str
        Branches that are tied with `best`.
    """

    years: tuple[int, ...]
    branches: tuple[str, ...]
    estimates: dict[tuple[str, int], OutcomeEstimates]
    differences: dict[tuple[str, int], Difference]
    best: str
    tied: tuple[str, ...]


def lasting_peace(members: Members) -> LastingPeace | None:
    """Estimate lasting peace in every branch; None if the run is too short to tell."""
    first = lasting_years(members.manifest.horizon)
    if first is None:
        return None
    longer = (LONG,) if first == 5 and members.manifest.horizon >= BY_WEEK + 52 * LONG else ()
    years = tuple(span for span in (first, *longer) if durable(span) in members.variables)
    names = {durable(span): span for span in years}
    estimate_targets(members, [target for target in targets(members) if target.name in names])
    branches = (members.reference, *members.others)
    found = {(b, span): members.estimates[b, name] for name, span in names.items() for b in branches}
    differences = {
        (b, span): _judge(found[b, span], members.ordered_clusters.count) for b in members.others for span in years
    }
    best = max(branches, key=lambda b: found[b, first].mean.value)
    column = durable(first)
    highest = members.values(best, column)
    tied = tuple(b for b in branches if b != best and subtract(members, highest, members.values(b, column)).tie)
    return LastingPeace(years, branches, found, differences, best, tied)


def _judge(estimates: OutcomeEstimates, clusters: int) -> Difference:
    assert estimates.paired is not None and estimates.draws is not None  # every branch but the reference has both
    value = estimates.paired.difference
    return Difference(value, estimates.draws, tie(value, estimates.draws, clusters))
