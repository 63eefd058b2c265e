"""Means, quantiles and shares of the weekly histograms, with an upper bound of their standard error.

The histograms of `timeseries.nc` count members and do not keep draws apart, so no clustered error can be computed from
them. But the members of one draw can at most be copies of each other. Then the run has as many independent members as
draws, and the standard error of a share p is sqrt(p (1 - p) / draws). That is the bound.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from forecast.analysis.estimates import Estimate, Floats
from forecast.store.fixed_order import dot


class Histogram(NamedTuple):
    """One histogram of a run.

    counts: members in each bin, float64[bins]. edges: ends of the bins, float64[bins + 1]. draws: number of draws.
    """

    counts: Floats
    edges: Floats
    draws: int

    @classmethod
    def of(cls, counts: ArrayLike, edges: ArrayLike, draws: int) -> "Histogram":
        """Convert the arrays.

        Parameters
        ----------
        counts : int[bins]
            Members in each bin.
        edges : float[bins + 1]
            Edges of the bins.
        draws : int
            Number of draws of the run.
        """
        return cls(np.asarray(counts, dtype=np.float64), np.asarray(edges, dtype=np.float64), max(draws, 1))

    @property
    def n(self) -> int:
        """Number of members."""
        return int(self.counts.sum())

    def mean(self) -> Estimate:
        """Mean of the values, each taken to be at the middle of its bin."""
        if not self.n:
            return Estimate(math.nan, math.nan, 0)
        middle = (self.edges[:-1] + self.edges[1:]) / 2.0
        centre = dot(self.counts, middle) / self.n
        variance = dot(self.counts, (middle - centre) ** 2) / self.n
        return Estimate(centre, math.sqrt(variance / self.draws), self.n)

    def share_below(self, value: float) -> Estimate:
        """Share of members below a value, interpolated inside its bin."""
        if not self.n:
            return Estimate(math.nan, math.nan, 0)
        reached = np.concatenate([[0.0], np.cumsum(self.counts)])
        share = float(np.interp(value, self.edges, reached)) / self.n
        return Estimate(share, math.sqrt(max(share * (1.0 - share), 0.0) / self.draws), self.n)

    def quantile(self, level: float) -> Estimate:
        """Quantile, interpolated inside its bin as in the file.

        The bound is half the distance between the quantiles one bound of the share below and above (Woodruff), and at
        least the standard deviation of a value that is known only by its bin.
        """
        if not self.n:
            return Estimate(math.nan, math.nan, 0)
        value, width = self._at(level)
        error = math.sqrt(level * (1.0 - level) / self.draws)
        low, high = self._at(max(level - error, 0.0))[0], self._at(min(level + error, 1.0))[0]
        return Estimate(value, max((high - low) / 2.0, width / math.sqrt(12.0)), self.n)

    def _at(self, level: float) -> tuple[float, float]:
        """The quantile, and the width of its bin."""
        reached: NDArray[np.float64] = np.cumsum(self.counts)
        rank = level * float(reached[-1])
        k = min(int(np.count_nonzero(reached < rank)), self.counts.size - 1)
        before = float(reached[k] - self.counts[k])
        share = min(max((rank - before) / max(float(self.counts[k]), 1.0), 0.0), 1.0)
        low, high = float(self.edges[k]), float(self.edges[k + 1])
        return low + share * (high - low), high - low
