"""Estimates with their Monte Carlo standard error, clustered by draw.

Members are not independent: replicates share a draw, and the draws of a scrambled Sobol design share a scramble.
Every statistic is therefore carried as a `Linear`: its value and, for each cluster, how much that cluster pulls on it
(the summed influence function). The standard error is the root of the summed squared pulls, corrected by C/(C-1) for C
clusters. The pull of a difference of two statistics over the same members is the difference of their pulls, whatever
the statistics are.
"""

import math
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Side = Literal["left", "right"]
REACHED = 1.95  # errors to the end of a 95% interval; a little under 1.96, so that 1.96 errors do reach it


class Estimate(NamedTuple):
    """A value, its Monte Carlo standard error (NaN if there is only one cluster) and the members behind it."""

    value: float
    mcse: float
    n: int


@cache
def critical(clusters: int) -> float:
    """How many standard errors either way make a 95% interval: 2.13 for 16 clusters, 1.96 for many, NaN for one.

    The 97.5% point of Student's t with one degree of freedom fewer than clusters.
    """
    from forecast.compat.scipy_special import stdtrit

    return float(stdtrit(clusters - 1, 0.975)) if clusters > 1 else math.nan


def clear(difference: Estimate, clusters: int) -> bool:
    """Whether 0 lies outside the 95% interval of a difference, Student's t for the clusters behind its error.

    An unknown error or value is never clear.
    """
    return abs(difference.value) > critical(clusters) * difference.mcse


class Clusters:
    """Which cluster each member belongs to: its draw, or its scramble in a Sobol design.

    ids: int[members], of any values. Clusters may differ in size (the last draw may be short).
    """

    def __init__(self, ids: ArrayLike) -> None:
        labels, self.index = np.unique(np.asarray(ids), return_inverse=True)
        self.count = int(labels.size)
        self.members = int(self.index.size)

    def sums(self, values: ArrayLike) -> Floats:
        """Sum of the values (float[members]) in each cluster, float64[count]."""
        weights = np.asarray(values, dtype=np.float64)
        return np.bincount(self.index, weights=weights, minlength=self.count).astype(np.float64, copy=False)

    def counts(self, chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
        """How many members of each cluster are chosen (bool[members]), int64[count]."""
        return np.bincount(self.index[chosen], minlength=self.count)

    def totals(self, values: ArrayLike) -> tuple[Floats, Floats]:
        """In each cluster, the sum of the values that are not NaN, and how many they are."""
        filled = np.asarray(values, dtype=np.float64)
        known = ~np.isnan(filled)
        return self.sums(np.where(known, filled, 0.0)), self.sums(known)


@dataclass(frozen=True)
class Linear:
    """A statistic with the pull of each cluster on it, float64[clusters].

    Statistics over the same `Clusters` may be subtracted.
    """

    value: float
    pull: Floats
    n: int

    @property
    def estimate(self) -> Estimate:
        """The value with its clustered standard error."""
        count = self.pull.size
        if self.n == 0 or count < 2:
            return Estimate(self.value, math.nan, self.n)
        return Estimate(self.value, math.sqrt(count / (count - 1) * float(np.sum(self.pull**2))), self.n)

    def __sub__(self, other: "Linear") -> "Linear":
        return Linear(self.value - other.value, self.pull - other.pull, min(self.n, other.n))


def ratio(numerator: ArrayLike, denominator: ArrayLike, clusters: Clusters) -> Linear:
    """Sum of `numerator` over sum of `denominator`, for example a mean over the members for which a condition holds.

    Parameters
    ----------
    numerator, denominator : float[members]
        0 where the condition fails. `n` counts the denominators that are not 0; where their sum is 0 the value is NaN.
    clusters : Clusters
    """
    n = int(np.count_nonzero(np.asarray(denominator)))
    return over(clusters.sums(numerator), clusters.sums(denominator), n)


def over(top: Floats, bottom: Floats, n: int) -> Linear:
    """The ratio of two totals, NaN where the lower one is 0.

    Parameters
    ----------
    top, bottom : float64[clusters]
        What each cluster adds to the totals.
    n : int
        Members behind the ratio.
    """
    total = float(bottom.sum())
    if total == 0.0:
        return Linear(math.nan, np.full(bottom.size, math.nan), n)
    value = float(top.sum()) / total
    return Linear(value, (top - value * bottom) / total, n)


def mean(values: ArrayLike, clusters: Clusters) -> Linear:
    """Mean over members (float or bool[members]); booleans give a probability, NaN members are left out."""
    top, bottom = clusters.totals(values)
    return over(top, bottom, int(bottom.sum()))


class Sorted:
    """Values of one column (array[members]) in order, so that several quantiles cost one sort. NaN is left out."""

    def __init__(self, values: ArrayLike, clusters: Clusters) -> None:
        filled = np.asarray(values)
        self._filled = filled if filled.dtype.kind == "f" else filled.astype(np.float64)
        self._clusters = clusters
        self.count = clusters.count
        self.sizes = clusters.counts(~np.isnan(self._filled)).astype(np.float64)
        self.n = int(self.sizes.sum())
        self.values = np.sort(self._filled)[: self.n]

    def at(self, level: float) -> float:
        """The `level` quantile by linear interpolation, as NumPy computes it."""
        position = min(max(level, 0.0), 1.0) * (self.n - 1)
        below = math.floor(position)
        above = min(below + 1, self.n - 1)
        low, high = self._value(below), self._value(above)
        return low + (high - low) * (position - below)

    def quantile(self, level: float) -> Linear:
        """Quantile with Woodruff's interval: the clustered error of the share below it, carried back to its unit.

        Among tied values (whole weeks, counts) the interval of one error may begin and end on the same value although
        the quantile may well lie elsewhere. The error of a tied value is therefore so wide that 1.96 errors either way
        contain Woodruff's 95% interval: they reach the next distinct value wherever that interval does. The error is 0
        only where the whole interval lies inside the mass of one value.
        """
        if self.n == 0:
            return Linear(math.nan, np.full(self.count, math.nan), 0)
        value = self.at(level)
        share, tied = self._share(value, "right"), self._tied(level)
        if tied:  # take the error of the share at that end of the mass which is less well known
            share = max(share, self._share(value, "left"), key=lambda linear: linear.estimate.mcse)
        error = share.estimate.mcse
        if not error > 0.0:
            return Linear(value, share.pull * error, self.n)
        width = (self.at(level + error) - self.at(level - error)) / 2.0
        if tied:
            reach = critical(self.count)
            arms = self.at(level + reach * error) - value, value - self.at(level - reach * error)
            width = max(width, max(arms) / REACHED)
        return Linear(value, share.pull * (-width / error), self.n)

    def _share(self, value: float, side: Side) -> Linear:
        """The share of members below `value`, those at it counted too (right) or not (left)."""
        bound = self._bound(value, side)
        counts, share = self._counts(bound, side), self._below(bound, side) / self.n
        return Linear(share, (counts - share * self.sizes) / self.n, self.n)

    def _value(self, index: int) -> float:
        return float(self.values[index])

    def _below(self, bound: np.floating[Any], side: Side) -> int:
        return int(np.searchsorted(self.values, bound, side=side))

    def _counts(self, bound: np.floating[Any], side: Side) -> NDArray[np.int64]:
        return self._clusters.counts(self._filled <= bound if side == "right" else self._filled < bound)

    def _bound(self, value: float, side: Side) -> np.floating[Any]:
        """`value` in the type of the column, rounded so that the same members are below it."""
        kind = self.values.dtype.type
        bound: np.floating[Any] = kind(value)
        if side == "right" and float(bound) > value:
            bound = np.nextafter(bound, kind(-np.inf))
        if side == "left" and float(bound) < value:
            bound = np.nextafter(bound, kind(np.inf))
        return bound

    def _tied(self, level: float) -> bool:
        """Whether a value that the quantile is interpolated from occurs more than once."""
        position = min(max(level, 0.0), 1.0) * (self.n - 1)
        for value in {self._value(math.floor(position)), self._value(math.ceil(position))}:
            bound = self.values.dtype.type(value)
            if self._below(bound, "right") - self._below(bound, "left") > 1:
                return True
        return False


def quantile(values: ArrayLike, level: float, clusters: Clusters) -> Linear:
    """The `level` quantile (0 to 1) over members.

    Parameters
    ----------
    values : array[members]
        NaN members are left out.
    level : float
    clusters : Clusters
    """
    return Sorted(values, clusters).quantile(level)
