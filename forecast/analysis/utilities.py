"""Utility, rank and regret of each branch under several sets of values, with their errors.

`docs/howto/values.md` explains terms, sets and points.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from typing import Literal, NamedTuple

import numpy as np

from forecast.analysis.estimates import Clusters, Estimate, Floats, Sorted, clear, mean
from forecast.analysis.members import Members
from forecast.analysis.utility_sets import (
    SETS,
    SPILLOVER,
    TERMS,
    Term,
    TermMeasure,
    UtilitySet,
    measures_of,
    with_spillover,
)

Verdict = Literal["same", "different", "open"]
HIGH_REGRET = 0.9


@dataclass(frozen=True)
class Worth:
    """One branch under one set, in points.

    behind: paired difference from the branch with the highest mean, None for that branch. best: share of draws in which
    the branch has the highest mean over the draw's members; equal branches share the draw. regret, regret_high: mean
    and 90% quantile over members of the utility of the member's best branch minus that of this branch.
    """

    utility: Estimate
    behind: Estimate | None
    best: Estimate
    regret: Estimate
    regret_high: Estimate


@dataclass(frozen=True)
class Ranking:
    """The branches under one set. order: highest mean first. ahead: pairs (a, b) in which a is clearly ahead of b.

    missing: terms of the set that the run cannot measure; only the weights of the other terms count.
    """

    set: UtilitySet
    order: tuple[str, ...]
    worth: dict[str, Worth]
    ahead: frozenset[tuple[str, str]]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Utilities:
    """The rankings under all sets.

    terms: all terms of the sets. measures: the columns and scale that measure each term; a term without a measure is
    missing. left_out: sets whose heaviest term is missing. clusters: number of independent groups behind every error.
    """

    rankings: tuple[Ranking, ...]
    left_out: tuple[UtilitySet, ...]
    terms: tuple[Term, ...]
    measures: dict[str, TermMeasure]
    clusters: int
    spillover: bool

    @property
    def missing(self) -> tuple[Term, ...]:
        """Terms that the run cannot measure."""
        return tuple(term for term in self.terms if term.name not in self.measures)


class Stability(NamedTuple):
    """Whether the ranking of the branches is the same under all sets of values.

    verdict: same (one order under all sets), different (some pair is swapped) or open (orders differ, but no pair is
    swapped). kept: pairs (a, b) in which a is clearly ahead of b under every set. swapped: pairs in which a is clearly
    ahead under some set and b under another.
    """

    verdict: Verdict
    kept: tuple[tuple[str, str], ...]
    swapped: tuple[tuple[str, str], ...]


def utilities(members: Members, sets: Sequence[UtilitySet] = SETS, spillover: bool = False) -> Utilities:
    """Rank the branches under every set of values.

    Parameters
    ----------
    members : Members
        The run.
    sets : sequence of UtilitySet
        Sets of weights by term. A term that `utility_sets` does not define raises KeyError.
    spillover : bool
        Whether to value what may happen beyond the war too.
    """
    by_name = {term.name: term for term in (*TERMS, *(term for term, _ in SPILLOVER))}
    asked = with_spillover(sets) if spillover else tuple(sets)
    terms = tuple(by_name[name] for name in dict.fromkeys(name for s in asked for name in s.weights))
    columns = set(members.run.columns) & set(members.variables)
    measures = measures_of(terms, columns, members.manifest.sides, members.manifest.donors)
    judged = [s for s in asked if s.heaviest in measures]
    return Utilities(
        tuple(_rank_branches(members, s, measures) for s in judged),
        tuple(s for s in asked if s not in judged),
        terms,
        measures,
        members.clusters.count,
        spillover,
    )


def stability(utilities: Utilities) -> Stability | None:
    """Compare the rankings; None if there are fewer than two sets or two branches."""
    rankings = utilities.rankings
    if len(rankings) < 2 or len(rankings[0].order) < 2:
        return None
    kept, swapped = [], []
    for a, b in combinations(rankings[0].order, 2):
        forth, back = (sum(pair in r.ahead for r in rankings) for pair in ((a, b), (b, a)))
        if forth and back:
            swapped.append((a, b))
        elif forth == len(rankings) or back == len(rankings):
            kept.append((a, b) if forth else (b, a))
    same = all(r.order == rankings[0].order for r in rankings)
    verdict: Verdict = "different" if swapped else "same" if same else "open"
    return Stability(verdict, tuple(kept), tuple(swapped))


def member_utilities(members: Members, chosen: UtilitySet, measures: dict[str, TermMeasure]) -> Floats:
    """Compute the utility of every member in every branch, in points: float64[branches, members], manifest order.

    Terms without a measure are left out, and the other weights are scaled up so that 100 remains the best end.

    Parameters
    ----------
    members : Members
        The run.
    chosen : UtilitySet
        The weights of the terms.
    measures : dict of str to TermMeasure
        Columns and scale that measure each term, by its name.
    """
    branches = members.manifest.branches
    points = np.zeros((len(branches), members.count))
    total = sum(weight for name, weight in chosen.weights.items() if name in measures)
    for name, weight in chosen.weights.items():
        if name not in measures:
            continue
        columns, worst, best, _ = measures[name]
        for row, branch in enumerate(branches):
            amount = sum((members.values(branch, column) for column in columns), np.float64(0.0))
            points[row] += 100.0 * weight / total * (amount - worst) / (best - worst)
    return points


def _rank_branches(members: Members, chosen: UtilitySet, measures: dict[str, TermMeasure]) -> Ranking:
    values = member_utilities(members, chosen, measures)
    branches, clusters = members.manifest.branches, members.clusters
    means = {b: mean(row, clusters) for b, row in zip(branches, values, strict=True)}
    order = tuple(sorted(branches, key=lambda b: -means[b].value))
    gaps = {(a, b): (means[a] - means[b]).estimate for a, b in permutations(branches, 2)}
    top, best = values.max(axis=0), _share_best(values, members)
    worth = {}
    for branch, row, share in zip(branches, values, best, strict=True):
        regret = top - row
        worth[branch] = Worth(
            means[branch].estimate,
            None if branch == order[0] else gaps[branch, order[0]],
            share,
            mean(regret, clusters).estimate,
            Sorted(regret, clusters).quantile(HIGH_REGRET).estimate,
        )
    ahead = frozenset(pair for pair, gap in gaps.items() if gap.value > 0.0 and clear(gap, clusters.count))
    return Ranking(chosen, order, worth, ahead, tuple(name for name in chosen.weights if name not in measures))


def _share_best(values: Floats, members: Members) -> list[Estimate]:
    """Estimate for each branch the share of draws in which it has the highest mean over the draw's members."""
    labels, draw = np.unique(members.draw, return_inverse=True)
    totals = np.stack([np.bincount(draw, weights=row) for row in values])
    is_highest = totals == totals.max(axis=0)
    parts = is_highest / is_highest.sum(axis=0)  # equal branches share a draw
    cluster_of_draw = np.zeros(labels.size, dtype=np.int64)
    cluster_of_draw[draw] = members.clusters.index
    clusters = Clusters(cluster_of_draw)
    return [mean(row, clusters).estimate for row in parts]
