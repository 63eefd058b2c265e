"""How much of an outcome's spread is what we do not know (between draws, epistemic) and how much is chance (aleatory).

With few replicates the means of the draws also vary by chance: their variance is too large by the variance within a
draw over the number of replicates. That part is estimated from the replicates themselves and subtracted.
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

BAND = 0.8
TAILS = ((1.0 - BAND) / 2.0, (1.0 + BAND) / 2.0)
GROUPS = 16
FEW = 3

Band = tuple[Estimate, Estimate]
Numbers = Callable[[NDArray[np.bool_]], tuple[float, ...] | None]
"""Of the draws that are chosen; None where they are too few."""


@dataclass(frozen=True)
class Split:
    """Standard deviations between and within draws, and the band of each; every number with its error.

    Attributes
    ----------
    sd_epistemic, sd_aleatory : Estimate
        Between draws (noise of chance removed) and within a draw, in the unit of the outcome.
    epistemic_share : Estimate
        Share of the total variance that lies between draws, NaN for a constant.
    epistemic : Band
        80% of the draws' own values (means; probabilities of a yes-or-no outcome), noise of chance removed.
    aleatory : Band or None
        80% of what may happen by chance in an average draw, around the mean. A yes-or-no outcome has none.
    """

    sd_epistemic: Estimate
    sd_aleatory: Estimate
    epistemic_share: Estimate
    epistemic: Band
    aleatory: Band | None


def split(values: ArrayLike, draw: ArrayLike | None, clusters: Clusters | None = None) -> Split | None:
    """Split the variance of a column into the parts between and within draws, by the replicates of each draw.

    Both variances are unbiased, except that the one between draws is not allowed below 0. The epistemic band takes its
    width from that variance and its form from an assumption: a beta distribution for a probability, else the form of
    the noisy means of the draws. Where the true form is another (two camps, say) the ends are off although the width
    is right. Errors leave out one of at most 16 groups of clusters at a time.

    Parameters
    ----------
    values : array[members]
        NaN members are left out; where that makes draws unequal, each weighs by its members.
    draw : int[members] or None
        The draw of each member, from 0. None where `clusters` are `OrderedClusters`, which know it.
    clusters : Clusters, optional
        Independent groups behind the errors; the draws by default.

    Returns
    -------
    Split or None
        None where fewer than two draws have two members.
    """
    if isinstance(clusters, OrderedClusters):
        return _split(SplitDraws.ordered(np.asarray(values), clusters), values, clusters)
    filled, draws = np.asarray(values, dtype=np.float64), np.asarray(draw, dtype=np.int64)
    groups = Clusters(draws) if clusters is None else clusters
    return _split(SplitDraws.of(filled, draws, groups), filled, groups)


class DrawBand(NamedTuple):
    """How a mean varies between draws, with the noise of chance removed.

    low, high: its 10% and 90% quantiles over draws, NaN where the noise cannot be removed. in_favour: share of draws in
    which it is above 0; a draw at 0 counts half.
    """

    low: Estimate
    high: Estimate
    in_favour: Estimate


def draw_band(values: ArrayLike, draw: ArrayLike, clusters: Clusters) -> DrawBand:
    """The band between draws of a difference of two branches, and the share of draws in favour of the first.

    The draws' means are pulled towards their mean until their variance is the one without noise, whatever the values
    are, so that exchanging the branches turns the band round. Without two members in at least two draws the noise
    cannot be told from the draws: then there is no band, and the share is that of the raw means.

    Parameters
    ----------
    values : array[members]
        Difference of each member, NaN for none.
    draw : int[members]
        The draw of each member, from 0.
    clusters : Clusters
        Independent groups behind the errors.
    """
    filled, draws = np.asarray(values, dtype=np.float64), np.asarray(draw, dtype=np.int64)
    table = _Draws.of(SplitDraws.of(filled, draws, clusters))._replace(flag=False)
    n = int(table.size.sum())
    if n == 0:
        unknown = Estimate(math.nan, math.nan, 0)
        return DrawBand(unknown, unknown, unknown)
    whole = table.parts(_all(table))
    if whole is None:
        (error,) = _jackknife(table.group, lambda chosen: (_above_zero(table.mean[chosen]),), 1)
        unknown = Estimate(math.nan, math.nan, n)
        return DrawBand(unknown, unknown, Estimate(_above_zero(table.mean), error, n))

    def band(chosen: NDArray[np.bool_]) -> tuple[float, ...] | None:
        parts = table.parts(chosen)
        if parts is None:
            return None
        size, means = table.size[chosen], table.mean[chosen]
        centre = float(np.dot(size, means)) / float(size.sum())
        without_noise = centre + _shrinkage(means, parts.sd_epistemic**2) * (means - centre)
        return parts.low, parts.high, _above_zero(without_noise)

    numbers = band(_all(table))
    assert numbers is not None
    errors = _jackknife(table.group, band, len(numbers))
    return DrawBand(*(Estimate(value, error, n) for value, error in zip(numbers, errors, strict=True)))


def _split(draws: SplitDraws, values: ArrayLike, clusters: Clusters) -> Split | None:
    table = _Draws.of(draws)
    whole = table.parts(_all(table))
    if whole is None:
        return None
    n = int(table.size.sum())
    errors = _jackknife(table.group, table.parts, len(whole))
    sd_epistemic, sd_aleatory, share, low, high = (
        Estimate(value, error, n) for value, error in zip(whole, errors, strict=True)
    )
    band = None if table.flag else _chance(values, draws, clusters)
    return Split(sd_epistemic, sd_aleatory, share, (low, high), band)


class _Parts(NamedTuple):
    sd_epistemic: float
    sd_aleatory: float
    epistemic_share: float
    low: float
    high: float


class _Draws(NamedTuple):
    """Size, mean and squared deviations within each draw that has a member, and its group."""

    size: Floats
    mean: Floats
    inside: Floats
    group: NDArray[np.int64]
    flag: bool

    @classmethod
    def of(cls, draws: SplitDraws) -> "_Draws":
        there, group = draws.size > 0.0, draws.group % GROUPS
        if there.all():
            return cls(draws.size, draws.mean, draws.inside, group, draws.flag)
        return cls(draws.size[there], draws.mean[there], draws.inside[there], group[there], draws.flag)

    def parts(self, chosen: NDArray[np.bool_]) -> _Parts | None:
        """The numbers of a `Split` from some of the draws; None where fewer than two of them have two members."""
        size, means, inside = self.size[chosen], self.mean[chosen], self.inside[chosen]
        several = size >= 2.0
        if np.count_nonzero(several) < 2:
            return None
        n, count = float(size.sum()), size.size
        centre = float(np.dot(size, means)) / n
        within = float(inside.sum()) / (n - count)
        spread = float(np.dot(size, (means - centre) ** 2)) / (count - 1)
        typical = (n - float(np.dot(size, size)) / n) / (count - 1)
        between = max(0.0, (spread - _noise(size, inside, several)) / typical)
        total = between + within
        low, high = _beta_band(centre, between) if self.flag else _shrunk_band(means, centre, between)
        share = between / total if total > 0.0 else math.nan
        return _Parts(math.sqrt(between), math.sqrt(within), share, low, high)


def _noise(size: Floats, inside: Floats, several: NDArray[np.bool_]) -> float:
    """What chance adds to the spread of the draws: the mean over draws of the variance within them.

    The pooled variance would weigh draws by their members, and how many members of a draw have a conditional outcome
    depends on the draw. A draw with one member is taken to be like those with two or three.
    """
    variances = inside[several] / (size[several] - 1.0)
    alone = int(np.count_nonzero(~several))
    if alone == 0:
        return float(variances.mean())
    few = several & (size <= FEW)
    like = few if few.any() else several
    stand_in = float(inside[like].sum()) / float((size[like] - 1.0).sum())
    return (float(variances.sum()) + alone * stand_in) / size.size


def _all(table: _Draws) -> NDArray[np.bool_]:
    return np.ones(table.size.size, dtype=bool)


def _above_zero(means: Floats) -> float:
    return (np.count_nonzero(means > 0.0) + 0.5 * np.count_nonzero(means == 0.0)) / means.size


def _jackknife(group: NDArray[np.int64], numbers: Numbers, count: int) -> list[float]:
    """Delete-a-group jackknife errors of `count` numbers, NaN where a group cannot be spared."""
    groups = np.unique(group)
    looks = [numbers(group != left_out) if groups.size > 1 else None for left_out in groups]
    known = [look for look in looks if look is not None]
    if len(known) < 2 or len(known) < len(looks):
        return [math.nan] * count
    left = np.array(known, dtype=np.float64)
    squares = np.sum((left - left.mean(axis=0)) ** 2, axis=0)
    return [float(x) for x in np.sqrt((groups.size - 1) / groups.size * squares)]


def _chance(values: ArrayLike, draws: SplitDraws, clusters: Clusters) -> Band:
    """Quantiles of the members around their draw's mean, widened for that mean being one of few."""
    widen = np.sqrt(draws.size / np.maximum(draws.size - 1.0, 1.0))
    centre = mean(values, clusters)
    low, high = draws.around(np.where(draws.size >= 2.0, widen, np.nan), TAILS)
    return _sum(low, centre), _sum(high, centre)


def _sum(one: Linear, other: Linear) -> Estimate:
    return Linear(one.value + other.value, one.pull + other.pull, other.n).estimate


def _shrunk_band(means: Floats, centre: float, variance: float) -> tuple[float, float]:
    """Quantiles of the draws' means, pulled towards the centre until their variance is the one without noise."""
    shrink = _shrinkage(means, variance)
    low, high = (centre + shrink * (float(end) - centre) for end in np.quantile(means, TAILS))
    return low, high


def _shrinkage(means: Floats, variance: float) -> float:
    """By how much the draws' means have to be pulled in to have this variance."""
    noisy = float(np.var(means))
    return math.sqrt(variance / noisy) if noisy > 0.0 else 0.0


def _beta_band(centre: float, variance: float) -> tuple[float, float]:
    """Band of the beta distribution with this mean and variance: the usual model of a probability that varies."""
    from forecast.compat.scipy_special import betaincinv

    spread = centre * (1.0 - centre)
    if variance <= 0.0 or spread <= 0.0:
        return centre, centre
    size = max(spread / variance - 1.0, 1e-3)
    low, high = (float(betaincinv(centre * size, (1.0 - centre) * size, tail)) for tail in TAILS)
    return low, high
