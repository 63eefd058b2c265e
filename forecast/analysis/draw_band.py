"""The band between draws of a difference between two branches, with the noise of chance removed.

The difference of yes-or-no outcomes takes few values, and in most draws no member differs at all. So its band has an
assumed form: that of a Pearson type III distribution with the mean, variance and skewness of the draws. All three are
estimated without the noise of chance, from products over different members of a draw.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from forecast.analysis.estimates import Clusters, Estimate, Floats
from forecast.analysis.ordered_clusters import Gap, OrderedClusters
from forecast.analysis.split import TAILS, DrawTable, all_draws, beta_band, jackknife, shrinkage
from forecast.analysis.split_draws import SplitDraws
from forecast.store.fixed_order import dot

THREE = 3.0
"""Members that a draw needs for a product of three."""

ROUND = 1e-3
"""Skewness below which the form is normal."""

MOST_SKEWED = 4.0


class DrawBand(NamedTuple):
    """How a mean varies between draws, with the noise of chance removed.

    low, high: ends of the band between draws (10% and 90% of the draws), NaN if the noise cannot be removed. in_favour:
    share of draws whose mean is above 0; a draw at 0 counts half.
    """

    low: Estimate
    high: Estimate
    in_favour: Estimate


def draw_band(values: ArrayLike | Gap, draw: ArrayLike | None, clusters: Clusters) -> DrawBand:
    """Estimate the band between draws of a difference of two branches, and the share of draws above 0.

    The means of the draws are pulled towards their mean until they have the variance without noise. A difference of
    yes-or-no outcomes has an assumed form instead: beta if no member has less in the first branch (or none has more),
    else Pearson type III, or normal where the skewness cannot be told from none. Exchanging the two branches only
    changes signs. The noise is unknown if fewer than two draws have two members: then there is no band, and the share
    is of the noisy means.

    Parameters
    ----------
    values : array[members] or Gap
        Difference of each member, NaN for none. A `Gap` only with an `OrderedClusters`.
    draw : int[members] or None
        The draw of each member, from 0. None if `clusters` is an `OrderedClusters`, which knows it.
    clusters : Clusters
        Independent groups for the errors.
    """
    if isinstance(clusters, OrderedClusters):
        column = values if isinstance(values, Gap) else np.asarray(values, dtype=np.float64)
        draws = SplitDraws.ordered(column, clusters)
        pieces = [segment.members for segment in clusters.segments()]
    else:
        column = np.asarray(values, dtype=np.float64)
        draws = SplitDraws.of(column, np.asarray(draw, dtype=np.int64), clusters)
        pieces = [slice(None)]
    table = DrawTable.of(draws)._replace(flag=False)
    n = int(table.size.sum())
    if n == 0:
        unknown = Estimate(math.nan, math.nan, 0)
        return DrawBand(unknown, unknown, unknown)
    if table.parts(all_draws(table)) is None:
        (error,) = jackknife(table.group, lambda chosen: (_above_zero(table.mean[chosen]),), 1)
        unknown = Estimate(math.nan, math.nan, n)
        return DrawBand(unknown, unknown, Estimate(_above_zero(table.mean), error, n))
    sign = _one_sign(column, pieces) if all(_is_of_flags(column[piece]) for piece in pieces) else None
    trust = 0.0 if sign is None else _trust_in_skewness(table)

    def band(chosen: NDArray[np.bool_]) -> tuple[float, ...] | None:
        parts = table.parts(chosen)
        if parts is None:
            return None
        size, means = table.size[chosen], table.mean[chosen]
        centre, sd = dot(size, means) / float(size.sum()), parts.sd_epistemic
        if sign:
            low, high = (end if end > 1.0 / n else 0.0 for end in beta_band(abs(centre), sd**2))  # else unresolved
            ends = (low, high) if sign > 0 else (-high, -low)
            return *ends, 0.5 if centre == 0.0 else float(sign > 0)
        if sign == 0:
            low, high, share = pearson_band(centre, sd, trust * _skewness(table, chosen, centre, sd))
            return max(low, -1.0), min(high, 1.0), share  # no draw has a larger difference of two shares
        without_noise = centre + shrinkage(means, sd**2) * (means - centre)
        return parts.low, parts.high, _above_zero(without_noise)

    numbers = band(all_draws(table))
    assert numbers is not None
    errors = jackknife(table.group, band, len(numbers))
    return DrawBand(*(Estimate(value, error, n) for value, error in zip(numbers, errors, strict=True)))


def pearson_band(mean: float, sd: float, skewness: float) -> tuple[float, float, float]:
    """Return the 10% and 90% points and the chance of more than 0 of a Pearson type III distribution.

    A number that is 0 for sure counts half.

    Parameters
    ----------
    mean, sd : float
        Mean and standard deviation.
    skewness : float
        Third central moment over the cube of the standard deviation.
    """
    from forecast.compat.scipy_special import gammaincc, gammaincinv, ndtr, ndtri

    if sd <= 0.0:
        return mean, mean, 0.5 if mean == 0.0 else float(mean > 0.0)
    if abs(skewness) < ROUND:
        reach = sd * float(ndtri(TAILS[1]))
        return mean - reach, mean + reach, float(ndtr(mean / sd))
    if skewness < 0.0:
        low, high, above = pearson_band(-mean, sd, -skewness)
        return -high, -low, 1.0 - above
    shape, unit = 4.0 / skewness**2, 0.5 * sd * skewness
    low, high = (mean + unit * (float(gammaincinv(shape, tail)) - shape) for tail in TAILS)
    return low, high, float(gammaincc(shape, max(0.0, shape - mean / unit)))


def _is_of_flags(differences: Floats) -> bool:
    """Whether the values are differences of yes-or-no outcomes: -1, 0 or 1, or NaN."""
    return bool(np.all(np.isnan(differences) | (differences == 0.0) | (np.abs(differences) == 1.0)))


def _one_sign(differences: Floats | Gap, pieces: list[slice]) -> int:
    """1 if no member has less, -1 if none has more, 0 if both occur or no member differs. pieces: of the members."""
    more = any(bool(np.any(differences[piece] > 0.0)) for piece in pieces)
    less = any(bool(np.any(differences[piece] < 0.0)) for piece in pieces)
    return int(more) - int(less)


def _skewness(table: DrawTable, chosen: NDArray[np.bool_], centre: float, sd: float) -> float:
    """Skewness of the draws' means without noise, from U-statistics over two and three members of a draw.

    The values are -1, 0 or 1, so the sum of their cubes is their sum.
    """
    several = chosen & (table.size >= THREE)
    if sd <= 0.0 or not several.any():
        return 0.0
    size, means = table.size[several], table.mean[several]
    total = size * means
    squares = table.inside[several] + total * means
    pairs = (total**2 - squares) / (size * (size - 1.0))
    triples = (total**3 - 3.0 * total * squares + 2.0 * total) / (size * (size - 1.0) * (size - 2.0))
    weight = size / size.sum()
    third = dot(weight, triples) - 3.0 * centre * dot(weight, pairs) + 2.0 * centre**3
    return min(max(third / sd**3, -MOST_SKEWED), MOST_SKEWED)


def _trust_in_skewness(table: DrawTable) -> float:
    """Share of the skewness that is kept: near 1 if its error is small, near 0 if chance alone explains it."""

    def skewness(chosen: NDArray[np.bool_]) -> tuple[float, ...] | None:
        parts = table.parts(chosen)
        if parts is None:
            return None
        centre = dot(table.size[chosen], table.mean[chosen]) / float(table.size[chosen].sum())
        return (_skewness(table, chosen, centre, parts.sd_epistemic),)

    found, (error,) = skewness(all_draws(table)), jackknife(table.group, skewness, 1)
    square = found[0] ** 2 if found else 0.0
    return square / (square + error**2) if square > 0.0 and error == error else 0.0


def _above_zero(means: Floats) -> float:
    return (np.count_nonzero(means > 0.0) + 0.5 * np.count_nonzero(means == 0.0)) / means.size
