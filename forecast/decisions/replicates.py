"""Numbers over draws with their jackknife replicates, from which the errors of numbers and of differences follow."""

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from forecast.analysis.estimates import Estimate, Floats
from forecast.decisions.settled_draws import NoisyMeans, Settled


class Replicates(NamedTuple):
    """Several numbers, float64[numbers], and the same without each group of draws, float64[groups, numbers].

    n: number of members behind them.
    """

    value: Floats
    without: Floats
    n: int

    def estimate(self, number: int) -> Estimate:
        """One number with its error."""
        return Estimate(float(self.value[number]), self._error(self.without[:, number]), self.n)

    def difference(self, a: int, b: int) -> Estimate:
        """Number `a` minus number `b`, over the same draws."""
        error = self._error(self.without[:, a] - self.without[:, b])
        return Estimate(float(self.value[a] - self.value[b]), error, self.n)

    @staticmethod
    def _error(without: Floats) -> float:
        groups = without.size
        if groups < 2:
            return math.nan
        return float(np.sqrt((groups - 1) / groups * np.sum((without - without.mean()) ** 2)))


def replicate(noisy: NoisyMeans, numbers: Callable[[Settled], Sequence[float]], n: int) -> Replicates:
    """Compute numbers from all draws, and again without each of at most 16 groups of them.

    Parameters
    ----------
    noisy : NoisyMeans
        Means of the draws with their noise.
    numbers : callable
        Computes the numbers from draws without noise.
    n : int
        Number of members.
    """
    everything = np.ones(noisy.weight.size, dtype=bool)
    whole = np.asarray(numbers(noisy.chosen(everything)), dtype=np.float64)
    groups = [group for group in np.unique(noisy.group) if noisy.weight[noisy.group != group].sum() > 0.0]
    without = [numbers(noisy.chosen(noisy.group != group)) for group in groups]
    return Replicates(whole, np.array(without, dtype=np.float64).reshape(len(groups), whole.size), n)
