"""How heavy one term would have to be for an actor to prefer another branch, all other weights as stated."""

from typing import NamedTuple

import numpy as np

from forecast.analysis.draw_means import DrawTable
from forecast.analysis.estimates import Estimate, Floats, Linear
from forecast.analysis.members import Members
from forecast.analysis.utility_sets import TermMeasure, UtilitySet
from forecast.decisions.offer_fate import weighted_mean

FAR = 10.0
"""A weight that would have to change by more than this factor is not told."""


class TurningWeight(NamedTuple):
    """The weight of one term at which two branches have the same expected utility.

    term: the term. stated: its weight. turns: the weight at which the order turns, on the scale of the stated weights.
    """

    term: str
    stated: float
    turns: Estimate


def turning_weights(
    members: Members,
    table: DrawTable,
    values: UtilitySet,
    measures: dict[str, TermMeasure],
    pair: tuple[str, str],
    weights: Floats | None = None,
) -> tuple[TurningWeight, ...]:
    """Find the terms whose weight alone can turn the order of two branches, the smallest change first.

    The expected utility is linear in the weights. So the order turns where the weight of a term times its difference
    makes up for all other terms.

    Parameters
    ----------
    members : Members
        The run.
    table : DrawTable
        Its draws.
    values : UtilitySet
        Stated weights.
    measures : dict of str to TermMeasure
        Columns and scale of each term that the run can measure.
    pair : tuple of str
        The two branches.
    weights : float64[draws], optional
        Importance of each draw.
    """
    stated = {term: weight for term, weight in values.weights.items() if term in measures}
    gaps = {term: _difference(members, table, measures[term], pair, weights) for term in stated}
    value = sum(stated[term] * gaps[term].value for term in stated)
    pull = sum((stated[term] * gaps[term].pull for term in stated), np.zeros(members.clusters.count))
    found = []
    for term, weight in stated.items():
        gap = gaps[term]
        if gap.value == 0.0:
            continue
        turns = weight - value / gap.value
        spread = Linear(turns, (weight * gap.pull - pull - turns * gap.pull) / gap.value, members.count).estimate
        if weight / FAR <= turns <= weight * FAR or 0.0 <= turns < weight:
            found.append(TurningWeight(term, weight, spread))
    return tuple(sorted(found, key=lambda one: abs(one.turns.value - one.stated) / one.stated))


def _difference(
    members: Members, table: DrawTable, measure: TermMeasure, pair: tuple[str, str], weights: Floats | None
) -> Linear:
    """Difference of two branches on one term, in points of the term (0 to 100)."""
    gap = np.zeros(members.count)
    for column in measure.columns:
        gap += members.values(pair[0], column) - members.values(pair[1], column)
    return weighted_mean(100.0 / (measure.best - measure.worst) * gap, table, weights)
