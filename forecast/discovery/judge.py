"""What a box is worth, judged on draws that no search has seen."""

import math
from typing import NamedTuple

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

    inside, outside: mean over members, float. band: band between draws of the difference inside. losing_inside,
    losing_outside, losing: share of worlds whose mean difference is on the side of the case, in the box, outside it and
    in all, with the noise of chance removed. coverage: share of all such worlds that are in the box.
    """

    inside: Estimate
    outside: Estimate
    band: DrawBand
    losing_inside: Estimate
    losing_outside: Estimate
    losing: Estimate
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
    """Compare two branches inside and outside a box.

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
    bands, means = [], []
    for part in (chosen, ~chosen):
        clusters = Clusters(cluster[part])
        bands.append(draw_band(values[part], draw[part], clusters))
        mean = ratio(np.nan_to_num(values[part]), ~np.isnan(values[part]), clusters).estimate
        means.append(mean._replace(value=sign * mean.value))
    inside, outside = bands
    drawn, first = np.unique(draw, return_index=True)
    support = ratio(chosen[first], np.ones(drawn.size), Clusters(cluster[first])).estimate
    losing, coverage = _mixture(support, inside.in_favour, outside.in_favour)
    band = inside
    if sign < 0.0:
        low, high = (end._replace(value=-end.value) for end in (inside.high, inside.low))
        band = DrawBand(low, high, inside.in_favour)
    return Difference(means[0], means[1], band, inside.in_favour, outside.in_favour, losing, coverage)


def _lead(outcome: DrawMean, inside: Floats, clusters: Clusters) -> Linear:
    weight, total = outcome.size, np.nan_to_num(outcome.mean) * outcome.size
    outside = 1.0 - inside
    return ratio(total * inside, weight * inside, clusters) - ratio(total * outside, weight * outside, clusters)


def _mixture(support: Estimate, inside: Estimate, outside: Estimate) -> tuple[Estimate, Estimate]:
    """Share of all worlds that are cases, and share of these in the box, from the shares inside and outside it.

    The errors of the three shares are taken as independent (other draws inside and outside).
    """
    s, a, b = support.value, inside.value, outside.value
    part, rest = s * a, (1.0 - s) * b
    total = part + rest
    n = inside.n + outside.n
    error = math.sqrt((s * inside.mcse) ** 2 + ((1.0 - s) * outside.mcse) ** 2 + ((a - b) * support.mcse) ** 2)
    if not total > 0.0:
        return Estimate(total, error, n), Estimate(math.nan, math.nan, n)
    moves = (s * rest * inside.mcse, part * (1.0 - s) * outside.mcse, a * b * support.mcse)
    return Estimate(total, error, n), Estimate(part / total, math.hypot(*moves) / total**2, n)
