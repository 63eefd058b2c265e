"""What a box is worth, judged on draws that no search has seen."""

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.draw_band import DrawBand, draw_band
from forecast.analysis.draw_means import DrawMean
from forecast.analysis.estimates import Clusters, Estimate, Floats, Linear, ratio

MIN_LEAD = 0.01
"""A difference of two shares that is smaller than one point is a tie."""

MAX_CHANCE = 0.025
"""Chance that any of the boxes of a case is called clear although no box differs from the rest."""


class Figures(NamedTuple):
    """A box in the held-out draws. Every number is an Estimate.

    support: share of the worlds that are in the box. density: share of the box's members (or draws) that are cases.
    elsewhere: the same outside the box. base: the same in all worlds. coverage: share of all cases that are in the box.
    lead: mean outcome inside minus outside; the outcome is that of the search.
    """

    support: Estimate
    density: Estimate
    elsewhere: Estimate
    base: Estimate
    coverage: Estimate
    lead: Estimate


class Difference(NamedTuple):
    """How two branches differ inside and outside a box, in the held-out draws.

    inside, outside: mean over members. band: band between draws of the difference inside. cases_inside,
    opposite_inside: share of the box's members whose difference lies on the side of the case, and on the other side of
    the bound. cases_outside, opposite_outside: the same outside the box. coverage: share of all members on the side of
    the case that are in the box.
    """

    inside: Estimate
    outside: Estimate
    band: DrawBand
    cases_inside: Estimate
    opposite_inside: Estimate
    cases_outside: Estimate
    opposite_outside: Estimate
    coverage: Estimate


def figures(outcome: DrawMean, cases: DrawMean, chosen: NDArray[np.bool_], cluster: NDArray[np.int64]) -> Figures:
    """Judge a box.

    Parameters
    ----------
    outcome : DrawMean
        What was searched: the mean outcome of each draw.
    cases : DrawMean
        Share of each draw's members that are cases, or whether the draw is one (then its size is 1).
    chosen : bool[draws]
        Which draws are in the box.
    cluster : int64[draws]
        Independent group of each draw.
    """
    clusters, weight = Clusters(cluster), cases.size
    count = np.nan_to_num(cases.mean) * weight
    inside = chosen.astype(np.float64)
    base = ratio(count, weight, clusters)
    return Figures(
        ratio(inside, np.ones(inside.size), clusters).estimate,
        ratio(count * inside, weight * inside, clusters).estimate,
        ratio(count * (1.0 - inside), weight * (1.0 - inside), clusters).estimate,
        base.estimate,
        ratio(count * inside, count, clusters).estimate,
        _lead(outcome, inside, clusters).estimate,
    )


def is_clear(lead: Estimate, clusters: int, boxes: int, is_share: bool) -> bool:
    """Whether the lead of a box is more than chance, and at least one point where it is a share.

    Parameters
    ----------
    lead : Estimate
    clusters : int
        Independent groups behind its error.
    boxes : int
        Number of boxes that are judged for one case: the limit is the stricter, the more there are (Bonferroni).
    is_share : bool
    """
    from forecast.compat.scipy_special import stdtrit

    if clusters < 2 or not lead.mcse > 0.0 or math.isnan(lead.value):
        return False
    errors = float(stdtrit(clusters - 1, 1.0 - MAX_CHANCE / max(boxes, 1)))
    return lead.value > errors * lead.mcse and (not is_share or lead.value >= MIN_LEAD)


def difference(
    values: Floats, draw: NDArray[np.int64], cluster: NDArray[np.int64], chosen: NDArray[np.bool_], sign: float
) -> Difference:
    """Compare two branches inside and outside a box, member by member.

    Parameters
    ----------
    values : float64[members]
        How far the difference lies on the side of the case, held-out members only.
    draw, cluster : int64[members]
        The draw of each member, and its independent group.
    chosen : bool[members]
        Which members are in the box.
    sign : float
        1 if a case lies above its bound, -1 if below it.
    """
    clusters = Clusters(cluster)
    known = ~np.isnan(values)
    sides = known & (values > 0.0), known & (values < 0.0)

    def over(part: NDArray[np.bool_], what: NDArray[Any]) -> Estimate:
        return ratio(np.where(part & known, what, 0.0), part & known, clusters).estimate

    inside, outside = (over(part, values) for part in (chosen, ~chosen))
    shares = [over(part, side) for part in (chosen, ~chosen) for side in sides]
    band = draw_band(values[chosen], draw[chosen], Clusters(cluster[chosen]))
    if sign < 0.0:
        low, high = (end._replace(value=-end.value) for end in (band.high, band.low))
        inside, outside = (each._replace(value=-each.value) for each in (inside, outside))
        band = DrawBand(low, high, band.in_favour)
    coverage = ratio(sides[0] & chosen, sides[0], clusters).estimate
    return Difference(inside, outside, band, shares[0], shares[1], shares[2], shares[3], coverage)


def repeatability(values: Floats, draw: NDArray[np.int64], cluster: NDArray[np.int64]) -> Estimate:
    """How often a draw that is a case by half of its members is one by the other half too.

    It says how much of the label of a draw is chance. NaN if no draw has two members, or none is a case.

    Parameters
    ----------
    values : float64[members]
        How far the difference lies on the side of the case.
    draw : int64[members]
        The draw of each member, from 0.
    cluster : int64[draws]
        Independent group of each draw.
    """
    known = np.flatnonzero(~np.isnan(values))
    place = np.arange(known.size) - np.searchsorted(draw[known], draw[known])
    labels = []
    sizes = []
    for half in (0, 1):
        part = known[place % 2 == half]
        sums = np.bincount(draw[part], weights=values[part], minlength=cluster.size)
        labels.append(sums > 0.0)
        sizes.append(np.bincount(draw[part], minlength=cluster.size) > 0)
    both = sizes[0] & sizes[1]
    first, second = labels[0] & both, labels[1] & both
    return ratio(2.0 * (first & second), first.astype(np.float64) + second, Clusters(cluster)).estimate


def _lead(outcome: DrawMean, inside: Floats, clusters: Clusters) -> Linear:
    weight, total = outcome.size, np.nan_to_num(outcome.mean) * outcome.size
    outside = 1.0 - inside
    return ratio(total * inside, weight * inside, clusters) - ratio(total * outside, weight * outside, clusters)
