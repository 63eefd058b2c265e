"""Ranks branches by a utility, and says which of them are tied and why."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from forecast.analysis.draw_means import DrawTable
from forecast.analysis.estimates import Estimate, Floats, Linear, ratio_of_totals
from forecast.decisions.replicates import replicate
from forecast.decisions.settled_draws import NoisyMeans, Settled, quantile
from forecast.decisions.ties import Gap, gap, tie_groups, tied_with_best

SAME = 1e-7
"""Utilities of a draw, in points, that differ by less are equal."""

WORST, HIGH = 0.1, 0.9
OVER_DRAWS = ("best", "regret", "regret_high", "worst")


@dataclass(frozen=True)
class BranchValue:
    """What a branch is worth to an actor, in points. All but `utility` are over draws, without the noise of chance.

    best: share of draws in which the branch is the best one; equal branches share a draw. regret, regret_high: mean and
    90% quantile of the utility of the draw's best branch minus that of this one. worst: utility that a tenth of the
    draws fall short of.
    """

    utility: Estimate
    best: Estimate
    regret: Estimate
    regret_high: Estimate
    worst: Estimate


@dataclass(frozen=True)
class Ranking:
    """The branches under one utility.

    Attributes
    ----------
    order : tuple of str
        Branches, the highest expected utility first.
    groups : tuple of tuple of str
        Tie groups, best first. No branch is clearly ahead of one of the first group. The second group is what is tied
        once the first is set aside, and so on. So all pairs of a group are tied.
    gaps : dict of (str, str) to Gap
        Difference of every pair in both directions.
    values : dict of str to BranchValue
    least_regret, best_worst : tuple of str
        Branches with the lowest 90% regret and with the highest worst tenth; more than one if these are tied.
    effective_draws : float
        Number of draws, less if their weights differ (Kish).
    noise_removed : bool
        False if every draw has one member: then chance widens bands and regret.
    """

    order: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]
    gaps: dict[tuple[str, str], Gap]
    values: dict[str, BranchValue]
    least_regret: tuple[str, ...]
    best_worst: tuple[str, ...]
    effective_draws: float
    noise_removed: bool

    @property
    def best(self) -> tuple[str, ...]:
        """The branches that no branch is clearly ahead of."""
        return self.groups[0]


def rank(table: DrawTable, points: Floats, branches: Sequence[str], weights: Floats | None = None) -> Ranking:
    """Rank branches by the mean utility of their members.

    Errors of means follow from the totals of the clusters, those of all other numbers from a jackknife that leaves out
    one of at most 16 groups of clusters.

    Parameters
    ----------
    table : DrawTable
        The draws of the run.
    points : float64[branches, members]
        Utility of every member.
    branches : sequence of str
        Names of the branches.
    weights : float64[draws], optional
        Importance of each draw of `table`, such as weights of a belief; any scale. By default all draws weigh the same.

    Raises
    ------
    ValueError
        If the weights are not one number of at least 0 for each draw, or are all 0.
    """
    weight = checked_weights(weights, table)
    noisy, n, count = NoisyMeans.of(points, table, weight), points.shape[1], len(branches)
    pairs = list(combinations(range(count), 2))

    def numbers(settled: Settled) -> list[float]:
        ends = [end for a, b in pairs for end in settled.band(a, b)]
        return [*_over_draws(settled).ravel(), *ends]

    found = replicate(noisy, numbers, n)
    means = _means(noisy, table, n)
    values = {
        branch: BranchValue(means[k].estimate, *(found.estimate(row * count + k) for row in range(len(OVER_DRAWS))))
        for k, branch in enumerate(branches)
    }
    gaps: dict[tuple[str, str], Gap] = {}
    for position, (a, b) in enumerate(pairs):
        low, high = (found.estimate(len(OVER_DRAWS) * count + 2 * position + end) for end in (0, 1))
        if not noisy.has_noise:  # chance is in the spread of the draws: no band, and no tie by it
            low, high = (Estimate(math.nan, math.nan, n) for _ in range(2))
        lead = gap((means[a] - means[b]).estimate, low, high, table.clusters.count)
        gaps[branches[a], branches[b]], gaps[branches[b], branches[a]] = lead, -lead
    order = tuple(sorted(branches, key=lambda branch: -values[branch].utility.value))

    def choose(row: str, sign: float) -> tuple[str, ...]:
        first = OVER_DRAWS.index(row) * count
        signed = found._replace(value=sign * found.value, without=sign * found.without)
        tied = tied_with_best(signed, range(first, first + count), table.clusters.count)
        return tuple(branches[k] for k in tied)

    draws = effective_draws(weight, table.count)
    chosen = choose("regret_high", -1.0), choose("worst", 1.0)
    return Ranking(order, tie_groups(order, gaps), gaps, values, *chosen, draws, noisy.has_noise)


def checked_weights(weights: Floats | None, table: DrawTable) -> Floats | None:
    """Check the importance of the draws; see `rank`.

    Raises
    ------
    ValueError
        If there is not one finite weight of at least 0 for each draw, or all are 0.
    """
    if weights is None:
        return None
    found = np.asarray(weights, dtype=np.float64)
    if found.shape != (table.count,) or not np.isfinite(found).all() or found.min() < 0.0 or found.sum() <= 0.0:
        raise ValueError(f"needs {table.count} weights of at least 0, one for each draw, and not all 0")
    return found


def effective_draws(weights: Floats | None, count: int) -> float:
    """Number of equally weighted draws that would have the same error (Kish)."""
    return float(count) if weights is None else float(weights.sum() ** 2 / (weights @ weights))


def _means(noisy: NoisyMeans, table: DrawTable, n: int) -> list[Linear]:
    """Weighted mean over members of each quantity: a ratio of totals of the clusters."""
    totals = table.clusters.sums(noisy.weight)
    return [ratio_of_totals(table.clusters.sums(noisy.weight * row), totals, n) for row in noisy.mean]


def _over_draws(settled: Settled) -> Floats:
    """Compute the numbers of `OVER_DRAWS`, float64[4, branches]."""
    top = settled.mean.max(axis=0)
    regret = top - settled.mean
    is_best = regret <= SAME
    parts = is_best / is_best.sum(axis=0)
    high = [quantile(row, HIGH, settled.weight) for row in regret]
    worst = [quantile(row, WORST, settled.weight) for row in settled.mean]
    return np.stack([settled.share(parts), settled.share(regret), np.array(high), np.array(worst)])
