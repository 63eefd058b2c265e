"""The variance of an outcome, split into what we do not know (between draws, epistemic) and chance (aleatory).

A draw has few members, so the mean of a draw also varies by chance. The variance of these means is too large by the
variance within a draw divided by the number of replicates. This noise is estimated from the replicates and subtracted.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from forecast.analysis.estimates import Clusters, Estimate, Floats, Linear, mean
from forecast.analysis.ordered_clusters import OrderedClusters
from forecast.analysis.split_draws import SplitDraws
from forecast.store.fixed_order import dot

BAND = 0.8
TAILS = ((1.0 - BAND) / 2.0, (1.0 + BAND) / 2.0)
GROUPS = 16
FEW_MEMBERS = 3

Band = tuple[Estimate, Estimate]
Numbers = Callable[[NDArray[np.bool_]], tuple[float, ...] | None]
"""A function that computes some numbers from the chosen draws (bool[draws]); None if they are too few."""


@dataclass(frozen=True)
class Split:
    """Standard deviations between and within draws, the band between draws and the band of chance, all with errors.

    Attributes
    ----------
    sd_epistemic, sd_aleatory : Estimate
        Standard deviation between draws (noise of chance removed) and within a draw, in the unit of the outcome.
    epistemic_share : Estimate
        Share of the total variance that lies between draws; NaN if all members have the same value.
    epistemic : Band
        Band between draws: it holds 80% of the draws' own means (or probabilities), noise of chance removed.
    aleatory : Band or None
        Band of chance: it holds 80% of what may happen in an average draw, around the mean. None for yes or no.
    """

    sd_epistemic: Estimate
    sd_aleatory: Estimate
    epistemic_share: Estimate
    epistemic: Band
    aleatory: Band | None


def split(values: ArrayLike, draw: ArrayLike | None, clusters: Clusters | None = None) -> Split | None:
    """Split the variance of a column into the parts between and within draws.

    Both variances are unbiased, except that the one between draws is not allowed below 0. The width of the band between
    draws follows from that variance. Its form is assumed: a beta distribution for a probability, else the form of the
    noisy means of the draws. If the true form differs (two groups of draws, say), the ends are wrong although the
    variance is right. Errors are from a jackknife that leaves out one of at most 16 groups of clusters at a time.

    Parameters
    ----------
    values : array[members]
        Value of each member; NaN is left out. A draw weighs by the number of its members with a value.
    draw : int[members] or None
        The draw of each member, from 0. None if `clusters` is an `OrderedClusters`, which knows it.
    clusters : Clusters, optional
        Independent groups for the errors; by default the draws.

    Returns
    -------
    Split or None
        None if fewer than two draws have two members.
    """
    if isinstance(clusters, OrderedClusters):
        return _split(SplitDraws.ordered(np.asarray(values), clusters), values, clusters)
    filled, draws = np.asarray(values, dtype=np.float64), np.asarray(draw, dtype=np.int64)
    groups = Clusters(draws) if clusters is None else clusters
    return _split(SplitDraws.of(filled, draws, groups), filled, groups)


def _split(draws: SplitDraws, values: ArrayLike, clusters: Clusters) -> Split | None:
    table = DrawTable.of(draws)
    whole = table.parts(all_draws(table))
    if whole is None:
        return None
    n = int(table.size.sum())
    errors = jackknife(table.group, table.parts, len(whole))
    sd_epistemic, sd_aleatory, share, low, high = (
        Estimate(value, error, n) for value, error in zip(whole, errors, strict=True)
    )
    band = None if table.flag else _chance_band(values, draws, clusters)
    return Split(sd_epistemic, sd_aleatory, share, (low, high), band)


class _Parts(NamedTuple):
    sd_epistemic: float
    sd_aleatory: float
    epistemic_share: float
    low: float
    high: float


class DrawTable(NamedTuple):
    """Size, mean, sum of squared deviations and jackknife group of each draw that has a member with a value."""

    size: Floats
    mean: Floats
    inside: Floats
    group: NDArray[np.int64]
    flag: bool

    @classmethod
    def of(cls, draws: SplitDraws) -> "DrawTable":
        has_members, group = draws.size > 0.0, draws.group % GROUPS
        if has_members.all():
            return cls(draws.size, draws.mean, draws.inside, group, draws.flag)
        return cls(
            draws.size[has_members], draws.mean[has_members], draws.inside[has_members], group[has_members], draws.flag
        )

    def parts(self, chosen: NDArray[np.bool_]) -> _Parts | None:
        """Compute the numbers of a `Split` from the chosen draws; None if fewer than two of them have two members."""
        size, means, inside = self.size[chosen], self.mean[chosen], self.inside[chosen]
        several = size >= 2.0
        if np.count_nonzero(several) < 2:
            return None
        n, count = float(size.sum()), size.size
        centre = dot(size, means) / n
        within = float(inside.sum()) / (n - count)
        spread = dot(size, (means - centre) ** 2) / (count - 1)
        typical = (n - dot(size, size) / n) / (count - 1)
        between = max(0.0, (spread - _noise_variance(size, inside, several)) / typical)
        total = between + within
        low, high = beta_band(centre, between) if self.flag else _shrunk_band(means, centre, between)
        share = between / total if total > 0.0 else math.nan
        return _Parts(math.sqrt(between), math.sqrt(within), share, low, high)


def _noise_variance(size: Floats, inside: Floats, several: NDArray[np.bool_]) -> float:
    """Estimate what chance adds to the spread of the draws: the mean over draws of the variance within a draw.

    A pooled variance would weigh draws by their members with a value, a number that depends on the draw for conditional
    outcomes. A draw with one member is given the variance of the draws with two or three members.
    """
    variances = inside[several] / (size[several] - 1.0)
    alone = int(np.count_nonzero(~several))
    if alone == 0:
        return float(variances.mean())
    few = several & (size <= FEW_MEMBERS)
    like = few if few.any() else several
    stand_in = float(inside[like].sum()) / float((size[like] - 1.0).sum())
    return (float(variances.sum()) + alone * stand_in) / size.size


def all_draws(table: DrawTable) -> NDArray[np.bool_]:
    """Choose every draw."""
    return np.ones(table.size.size, dtype=bool)


def jackknife(group: NDArray[np.int64], numbers: Numbers, count: int) -> list[float]:
    """Compute delete-a-group jackknife errors of `count` numbers; NaN if too few draws remain without some group.

    Parameters
    ----------
    group : int64[draws]
        Group of each draw.
    numbers : callable
        Computes the numbers from the chosen draws, or gives None.
    count : int
        How many numbers it computes.
    """
    groups = np.unique(group)
    results = [numbers(group != left_out) if groups.size > 1 else None for left_out in groups]
    known = [result for result in results if result is not None]
    if len(known) < 2 or len(known) < len(results):
        return [math.nan] * count
    replicates = np.array(known, dtype=np.float64)
    squares = np.sum((replicates - replicates.mean(axis=0)) ** 2, axis=0)
    return [float(x) for x in np.sqrt((groups.size - 1) / groups.size * squares)]


def _chance_band(values: ArrayLike, draws: SplitDraws, clusters: Clusters) -> Band:
    """Estimate quantiles of the members around the mean of their draw, widened because that mean is of few members."""
    widen = np.sqrt(draws.size / np.maximum(draws.size - 1.0, 1.0))
    centre = mean(values, clusters)
    low, high = draws.around(np.where(draws.size >= 2.0, widen, np.nan), TAILS)
    return _add(low, centre), _add(high, centre)


def _add(one: Linear, other: Linear) -> Estimate:
    return Linear(one.value + other.value, one.pull + other.pull, other.n).estimate


def _shrunk_band(means: Floats, centre: float, variance: float) -> tuple[float, float]:
    """Compute quantiles of the draws' means, pulled towards the centre until they have the variance without noise."""
    shrink = shrinkage(means, variance)
    low, high = (centre + shrink * (float(end) - centre) for end in np.quantile(means, TAILS))
    return low, high


def shrinkage(means: Floats, variance: float) -> float:
    """Factor by which the deviations of the draws' means have to shrink to have this variance."""
    noisy = float(np.var(means))
    return math.sqrt(variance / noisy) if noisy > 0.0 else 0.0


def beta_band(centre: float, variance: float) -> tuple[float, float]:
    """Compute the band of the beta distribution with this mean and variance, the usual model of a probability."""
    from forecast.compat.scipy_special import betaincinv

    spread = centre * (1.0 - centre)
    if variance <= 0.0 or spread <= 0.0:
        return centre, centre
    size = max(spread / variance - 1.0, 1e-3)
    low, high = (float(betaincinv(centre * size, (1.0 - centre) * size, tail)) for tail in TAILS)
    return low, high
