"""Lasting peace by branch: its probability, the band between draws, and which differences are ties."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from forecast.analysis.draw_band import DrawBand, draw_band
from forecast.analysis.estimates import Estimate, clear, mean
from forecast.analysis.headlines import BY_WEEK, durable, lasting_years
from forecast.analysis.members import Members
from forecast.analysis.outcome_estimates import OutcomeEstimates
from forecast.analysis.targets import estimate_targets, targets

LONG = 10
SMALL = 0.01
"""Difference of two probabilities below which they count as equal: one point."""

Tie = Literal["chance", "small", "draws"]


class Difference(NamedTuple):
    """A probability less that of another branch over the same members. tie: why it is a tie, None if it is none."""

    value: Estimate
    draws: DrawBand
    tie: Tie | None


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
    longer = (LONG,) if first == 5 and BY_WEEK + 52 * LONG <= members.manifest.horizon else ()
    years = tuple(span for span in (first, *longer) if durable(span) in members.variables)
    names = {durable(span): span for span in years}
    estimate_targets(members, [target for target in targets(members) if target.name in names])
    branches = (members.reference, *members.others)
    found = {(b, span): members.estimates[b, name] for name, span in names.items() for b in branches}
    differences = {
        (b, span): _judge(found[b, span], members.ordered_clusters.count) for b in members.others for span in years
    }
    best = max(branches, key=lambda b: found[b, first].mean.value)
    tied = tuple(b for b in branches if b != best and subtract(members, best, b, durable(first)).tie)
    return LastingPeace(years, branches, found, differences, best, tied)


def subtract(members: Members, branch: str, base: str, name: str) -> Difference:
    """Subtract a yes-or-no outcome in one branch from that in another, over the same members."""
    gap = np.subtract(members.values(branch, name), members.values(base, name))
    value, draws = mean(gap, members.clusters).estimate, draw_band(gap, members.draw, members.clusters)
    return Difference(value, draws, tie(value, draws, members.clusters.count))


def tie(difference: Estimate, draws: DrawBand, clusters: int) -> Tie | None:
    """Say why a difference of two probabilities ranks nothing; None if it does.

    Parameters
    ----------
    difference : Estimate
        The difference.
    draws : DrawBand
        Its band between draws; an unknown band (NaN) says nothing.
    clusters : int
        Independent groups behind its error.

    Returns
    -------
    "chance", "small", "draws" or None
        chance: 0 is in its 95% interval. small: below one point. draws: the band between draws spans 0.
    """
    if not clear(difference, clusters):
        return "chance"
    if abs(difference.value) < SMALL:
        return "small"
    return "draws" if draws.low.value <= 0.0 <= draws.high.value else None


def _judge(estimates: OutcomeEstimates, clusters: int) -> Difference:
    assert estimates.paired is not None and estimates.draws is not None  # every branch but the reference has both
    value = estimates.paired.difference
    return Difference(value, estimates.draws, tie(value, estimates.draws, clusters))
