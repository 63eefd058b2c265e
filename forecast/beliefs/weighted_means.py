"""Weighted means and medians over members whose weight is that of their draw, with clustered errors.

With the same weight for all draws they are the means and medians of `forecast.analysis.estimates`.
"""

import math
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.draw_means import DrawTable
from forecast.analysis.estimates import Floats, Linear, ratio_of_totals


class Weighted(Protocol):
    """An outcome of one branch, whose statistic can be taken under any weights."""

    def linear(self, weights: Floats) -> Linear:
        """Estimate the statistic. weights: float64[draws], mean 1."""
        ...


class WeightedMean:
    """The mean of an outcome over members: a ratio of two weighted totals over draws.

    values: float64[members], NaN for a member without a value, which is left out.
    """

    def __init__(self, values: Floats, table: DrawTable) -> None:
        known = ~np.isnan(values)
        index = table.index[known]
        self._clusters = table.clusters
        self._sums = np.bincount(index, weights=values[known], minlength=table.count)
        self._sizes = np.bincount(index, minlength=table.count).astype(np.float64)
        self._n = int(index.size)

    def linear(self, weights: Floats) -> Linear:
        """Estimate the weighted mean; `n` counts the members with a value."""
        sums, sizes = (self._clusters.sums(weights * totals) for totals in (self._sums, self._sizes))
        return ratio_of_totals(sums, sizes, self._n)


class WeightedMedian:
    """The median of an outcome over members. Its error follows from that of the share below it (Woodruff).

    values: float64[members], NaN for a member without a value, which is left out.
    """

    def __init__(self, values: Floats, table: DrawTable) -> None:
        known = np.flatnonzero(~np.isnan(values))
        order = known[np.argsort(values[known], kind="stable")]
        self._values = values[order]
        self._draw: NDArray[np.int64] = table.index[order]
        self._cluster = table.cluster
        self._count = table.clusters.count

    def linear(self, weights: Floats) -> Linear:
        """Estimate the weighted median; `n` counts the members with a value."""
        n = self._values.size
        if n == 0:
            return Linear(math.nan, np.full(self._count, math.nan), 0)
        own = weights[self._draw]
        above = np.cumsum(own)
        total = float(above[-1])
        middle = above - 0.5 * own

        def at(share: float) -> float:
            return float(np.interp(share * total, middle, self._values))

        value = at(0.5)
        below = int(np.searchsorted(self._values, value, side="right"))
        cluster = self._cluster[self._draw]
        sizes, counts = (
            np.bincount(cluster[:end], weights=own[:end], minlength=self._count).astype(np.float64)
            for end in (n, below)
        )
        share = ratio_of_totals(counts, sizes, n)
        error = share.estimate.mcse
        if not error > 0.0:
            return Linear(value, share.pull * error, n)
        width = (at(0.5 + error) - at(0.5 - error)) / 2.0
        return Linear(value, share.pull * (-width / error), n)
