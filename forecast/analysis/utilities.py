"""What each branch is worth to readers who value different things: utility, rank and regret, with their errors."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from forecast.analysis.estimates import Clusters, Estimate, Floats, Sorted, clear, mean
from forecast.analysis.members import Members
from forecast.analysis.utility_sets import (
    SETS,
    SPILLOVER,
    TERMS,
    Measure,
    Term,
    UtilitySet,
    measured,
    with_spillover,
)

HIGH = 0.9


@dataclass(frozen=True)
class Worth:
    """One branch under one set, in points.

    behind: paired difference to the branch with the highest mean, None for that one. best: share of draws in which the
    branch has the highest mean over the draw's members; equal ones share the draw. regret, regret_high: mean and 90%
    quantile over members of the best branch's utility in that member minus the own one.
    """

    utility: Estimate
    behind: Estimate | None
    best: Estimate
    regret: Estimate
    regret_high: Estimate


@dataclass(frozen=True)
class Ranking:
    """The branches under one set, best mean first. ahead: pairs (a, b) of which a is clearly ahead of b.

    missing: terms of the set that the run cannot measure; the weights of the others count.
    """

    set: UtilitySet
    order: tuple[str, ...]
    worth: dict[str, Worth]
    ahead: frozenset[tuple[str, str]]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Utilities:
    """All sets. terms: those that any set asks for. measures: what stands for each; a term without one is missing.

    left_out: sets whose heaviest term is missing. clusters: the independent groups behind every error.
    """

    rankings: tuple[Ranking, ...]
    left_out: tuple[UtilitySet, ...]
    terms: tuple[Term, ...]
    measures: dict[str, Measure]
    clusters: int
    spillover: bool

    @property
    def missing(self) -> tuple[Term, ...]:
        """Terms that the run cannot measure."""
        return tuple(term for term in self.terms if term.name not in self.measures)


def utilities(members: Members, sets: Sequence[UtilitySet] = SETS, spillover: bool = False) -> Utilities:
    """Judge every branch by every set. spillover: also value what may happen beyond the war.

    Raises KeyError for a weight of an unknown term.
    """
    known = {term.name: term for term in (*TERMS, *(term for term, _ in SPILLOVER))}
    asked = with_spillover(sets) if spillover else tuple(sets)
    terms = tuple(known[name] for name in dict.fromkeys(name for s in asked for name in s.weights))
    there = set(members.run.columns) & set(members.variables)
    measures = measured(terms, there, members.manifest.sides, members.manifest.donors)
    judged = [s for s in asked if s.heaviest in measures]
    return Utilities(
        tuple(_ranking(members, s, measures) for s in judged),
        tuple(s for s in asked if s not in judged),
        terms,
        measures,
        members.clusters.count,
        spillover,
    )


def member_utilities(members: Members, chosen: UtilitySet, measures: dict[str, Measure]) -> Floats:
    """Utility of every member under every branch in points, shape (branches, members), branches as in the manifest.

    Terms without a measure are left out and the other weights scaled up, so that 100 stays the best end of all.
    """
    branches = members.manifest.branches
    found = np.zeros((len(branches), members.manifest.members))
    total = sum(weight for name, weight in chosen.weights.items() if name in measures)
    for name, weight in chosen.weights.items():
        if name not in measures:
            continue
        columns, worst, best, _ = measures[name]
        for row, branch in enumerate(branches):
            amount = sum((members.values(branch, column) for column in columns), np.float64(0.0))
            found[row] += 100.0 * weight / total * (amount - worst) / (best - worst)
    return found


def _ranking(members: Members, chosen: UtilitySet, measures: dict[str, Measure]) -> Ranking:
    values, branches, clusters = (
        member_utilities(members, chosen, measures),
        members.manifest.branches,
        members.clusters,
    )
    means = {b: mean(row, clusters) for b, row in zip(branches, values, strict=True)}
    order = tuple(sorted(branches, key=lambda b: -means[b].value))
    gaps = {(a, b): (means[a] - means[b]).estimate for a, b in permutations(branches, 2)}
    top, best = values.max(axis=0), _best(values, members)
    worth = {}
    for branch, row, share in zip(branches, values, best, strict=True):
        regret = top - row
        worth[branch] = Worth(
            means[branch].estimate,
            None if branch == order[0] else gaps[branch, order[0]],
            share,
            mean(regret, clusters).estimate,
            Sorted(regret, clusters).quantile(HIGH).estimate,
        )
    ahead = frozenset(pair for pair, gap in gaps.items() if gap.value > 0.0 and clear(gap, clusters.count))
    return Ranking(chosen, order, worth, ahead, tuple(name for name in chosen.weights if name not in measures))


def _best(values: Floats, members: Members) -> list[Estimate]:
    """For each branch the share of draws in which its mean over the draw's members is highest."""
    own = np.stack([np.bincount(members.draw, weights=row) for row in values])
    first = own == own.max(axis=0)
    part = first / first.sum(axis=0)
    group = np.zeros(own.shape[1], dtype=np.int64)
    group[members.draw] = members.clusters.index
    clusters = Clusters(group)
    return [mean(row, clusters).estimate for row in part]
