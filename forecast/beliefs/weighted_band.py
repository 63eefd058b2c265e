"""The band between draws of a difference of two branches, for weighted draws, with the noise of chance removed.

The forms are those of `forecast.analysis.draw_band`: a difference of yes-or-no outcomes is Pearson type III, or beta if
no member has less in one branch; other differences have the form of the draws' means, pulled towards their mean until
they have the variance without noise. That variance is estimated from products over different members of a draw.
"""

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.draw_band import MOST_SKEWED, DrawBand, pearson_band
from forecast.analysis.draw_means import DrawTable
from forecast.analysis.estimates import Estimate, Floats
from forecast.analysis.split import TAILS, beta_band

GROUPS = 16
"""Groups of clusters of which the jackknife leaves out one at a time."""

Numbers = tuple[float, float, float]


class WeightedBand:
    """Differences between two branches, from which the band between draws is made under any weights.

    differences: float64[members], NaN for a member without a value in either branch.
    """

    def __init__(self, differences: Floats, table: DrawTable) -> None:
        known = ~np.isnan(differences)
        index, chosen = table.index[known], differences[known]
        self._n = int(index.size)
        size, one, two, three = (
            np.bincount(index, weights=None if power == 0 else chosen**power, minlength=table.count).astype(np.float64)
            for power in range(4)
        )
        pairs, triples = size * (size - 1.0), size * (size - 1.0) * (size - 2.0)
        squares = np.divide(one**2 - two, pairs, out=np.zeros_like(one), where=pairs > 0.0)
        cubes = np.divide(one**3 - 3.0 * one * two + 2.0 * three, triples, out=np.zeros_like(one), where=triples > 0.0)
        several, many = size * (size > 1.0), size * (size > 2.0)
        self._group = table.cluster % GROUPS
        self._terms = np.stack([size, one, several, several * squares, many, many * cubes])
        means = np.divide(one, size, out=np.full_like(one, np.nan), where=size > 0.0)
        self._order = np.argsort(means, kind="stable")[: int(np.count_nonzero(size))]
        self._means = means[self._order]
        more, less = bool(np.any(chosen > 0.0)), bool(np.any(chosen < 0.0))
        self._is_flag = bool(np.all((chosen == 0.0) | (np.abs(chosen) == 1.0)))
        self._sign = int(more) - int(less)

    def band(self, weights: Floats) -> DrawBand:
        """Return the band and the share of draws in favour. Without replicates both are unknown (NaN).

        weights: float64[draws], mean 1.
        """
        sums = np.stack([np.bincount(self._group, weights=weights * term) for term in self._terms]).astype(np.float64)
        total = sums.sum(axis=1)
        if total[2] <= 0.0:
            return DrawBand(*[Estimate(math.nan, math.nan, self._n)] * 3)
        present = np.unique(self._group)
        numbers, *rest = (
            self._of_flags(total, sums, present) if self._is_flag else self._of_means(total, sums, weights, present)
        )
        errors = [_error(list(column)) for column in zip(*rest, strict=True)] if rest else [math.nan] * 3
        return DrawBand(*(Estimate(number, error, self._n) for number, error in zip(numbers, errors, strict=True)))

    def _of_flags(self, total: Floats, sums: Floats, groups: NDArray[np.int64]) -> Iterator[Numbers]:
        """Yield the numbers of all draws, then those without each group."""
        rest = [total - sums[:, group] for group in groups] if groups.size > 1 else []
        skewness, spread = _skewness(total), _error([_skewness(part) for part in rest])
        trust = skewness**2 / (skewness**2 + spread**2) if skewness and spread == spread else 0.0
        for part in (total, *rest):
            centre = _centre(part)
            if self._sign:
                ends = beta_band(abs(centre), _sd(part) ** 2)
                low, high = (end if end > 1.0 / self._n else 0.0 for end in ends)
                signed = (low, high) if self._sign > 0 else (-high, -low)
                yield *signed, 0.5 if centre == 0.0 else float(self._sign > 0)
            else:
                low, high, share = pearson_band(centre, _sd(part), trust * _skewness(part))
                yield max(low, -1.0), min(high, 1.0), share

    def _of_means(self, total: Floats, sums: Floats, weights: Floats, groups: NDArray[np.int64]) -> Iterator[Numbers]:
        """Yield the numbers of all draws, then those without each group."""
        own, group = weights[self._order], self._group[self._order]
        yield self._shrunk(own, total)
        for left_out in groups if groups.size > 1 else ():
            yield self._shrunk(np.where(group == left_out, 0.0, own), total - sums[:, left_out])

    def _shrunk(self, weights: Floats, sums: Floats) -> Numbers:
        """Compute the band from the draws' means in ascending order and their weights, float64[draws]."""
        count, centre = float(weights.sum()), _centre(sums)
        if count <= 0.0:
            return math.nan, math.nan, math.nan
        middle = float(np.dot(weights, self._means)) / count
        noisy = float(np.dot(weights, (self._means - middle) ** 2)) / count
        shrink = _sd(sums) / math.sqrt(noisy) if noisy > 0.0 else 0.0
        points = np.cumsum(weights) - 0.5 * weights
        low, high = (centre + shrink * (float(np.interp(tail * count, points, self._means)) - centre) for tail in TAILS)
        own = centre + shrink * (self._means - centre)
        share = float(weights[own > 0.0].sum() + 0.5 * weights[own == 0.0].sum()) / count
        return low, high, share


def _centre(sums: Floats) -> float:
    return float(sums[1] / sums[0]) if sums[0] > 0.0 else math.nan


def _sd(sums: Floats) -> float:
    return math.sqrt(max(0.0, float(sums[3] / sums[2]) - _centre(sums) ** 2)) if sums[2] > 0.0 else 0.0


def _skewness(sums: Floats) -> float:
    sd = _sd(sums)
    if sd <= 0.0 or sums[4] <= 0.0:
        return 0.0
    centre = _centre(sums)
    third = float(sums[5] / sums[4]) - 3.0 * centre * float(sums[3] / sums[2]) + 2.0 * centre**3
    return min(max(third / sd**3, -MOST_SKEWED), MOST_SKEWED)


def _error(values: list[float]) -> float:
    """Return the delete-a-group jackknife error of a number; NaN with fewer than two groups."""
    count = len(values)
    return math.sqrt((count - 1) * float(np.var(np.array(values)))) if count > 1 else math.nan
