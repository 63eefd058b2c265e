"""Branch minus reference over the same members, and how much of the spread is not knowing and how much is chance."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from forecast.analysis.estimates import Clusters, Estimate, Linear, mean

BAND = 0.8


@dataclass(frozen=True)
class PairedDifference:
    """`difference` of the statistic; shares of members (both sides known) in which the branch is above or below."""

    difference: Estimate
    share_above: Estimate
    share_below: Estimate


def paired_difference(
    branch: ArrayLike,
    reference: ArrayLike,
    clusters: Clusters,
    statistic: tuple[Linear, Linear] | None = None,
) -> PairedDifference:
    """Mean difference of two columns of the same members, or the difference of the two `statistic`s given.

    branch, reference: one value per member, NaN for null; a member null in either has no difference.
    """
    gap = np.asarray(branch, dtype=np.float64) - np.asarray(reference, dtype=np.float64)
    known = ~np.isnan(gap)
    above = np.where(known, gap > 0.0, np.nan)
    below = np.where(known, gap < 0.0, np.nan)
    centre = mean(gap, clusters) if statistic is None else statistic[0] - statistic[1]
    return PairedDifference(centre.estimate, mean(above, clusters).estimate, mean(below, clusters).estimate)


@dataclass(frozen=True)
class Split:
    """Variance of an outcome between draws (epistemic) and within draws (aleatory), and the band of each.

    The epistemic band holds 80% of the draw-level means (probabilities for a yes-or-no outcome) with Monte Carlo noise
    removed. The aleatory band holds 80% of the chance outcomes around an average draw; a yes-or-no outcome has none.
    """

    sd_epistemic: float
    sd_aleatory: float
    epistemic: tuple[float, float]
    aleatory: tuple[float, float] | None

    @property
    def epistemic_share(self) -> float:
        """Share of the total variance that lies between draws, NaN for a constant."""
        total = self.sd_epistemic**2 + self.sd_aleatory**2
        return self.sd_epistemic**2 / total if total > 0.0 else math.nan


def split(values: ArrayLike, draw: ArrayLike) -> Split | None:
    """Method-of-moments split of a column by replicates; None where fewer than two draws have two replicates.

    values: one per member, NaN left out; draw: the draw of each member (not the scramble).
    """
    filled = np.asarray(values, dtype=np.float64)
    known = ~np.isnan(filled)
    filled, draws = filled[known], Clusters(np.asarray(draw)[known])
    sizes = draws.sums(np.ones(filled.size))
    if np.count_nonzero(sizes >= 2) < 2:
        return None
    means = draws.sums(filled) / sizes
    residual = filled - means[draws.index]
    n, count = filled.size, draws.count
    within = float(np.sum(residual**2)) / (n - count)
    centre = float(filled.mean())
    between_ms = float(np.sum(sizes * (means - centre) ** 2)) / (count - 1)
    typical = (n - float(np.sum(sizes**2)) / n) / (count - 1)
    between = max(0.0, (between_ms - within) / typical)
    tails = ((1.0 - BAND) / 2.0, (1.0 + BAND) / 2.0)
    if np.all((filled == 0.0) | (filled == 1.0)):
        return Split(math.sqrt(between), math.sqrt(within), _beta_band(centre, between, tails), None)
    noisy = float(np.var(means))
    shrink = math.sqrt(between / noisy) if noisy > 0.0 else 0.0
    low, high = np.quantile(means, tails)
    around = residual * np.sqrt((sizes / np.maximum(sizes - 1.0, 1.0))[draws.index])
    chance = np.quantile(around[(sizes >= 2)[draws.index]], tails) + centre
    return Split(
        math.sqrt(between),
        math.sqrt(within),
        (centre + shrink * (float(low) - centre), centre + shrink * (float(high) - centre)),
        (float(chance[0]), float(chance[1])),
    )


def _beta_band(centre: float, variance: float, tails: tuple[float, float]) -> tuple[float, float]:
    """Band of the beta distribution with this mean and variance: the usual model of a probability that varies."""
    from scipy.special import betaincinv

    spread = centre * (1.0 - centre)
    if variance <= 0.0 or spread <= 0.0:
        return centre, centre
    size = max(spread / variance - 1.0, 1e-3)
    low, high = (float(betaincinv(centre * size, (1.0 - centre) * size, tail)) for tail in tails)
    return low, high
