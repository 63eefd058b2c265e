"""Estimates with their Monte Carlo standard error, clustered by draw.

Members are not independent: replicates share a draw, and the draws of a scrambled Sobol design share a scramble. Such a
group of members is a cluster. A statistic is therefore stored as a `Linear`: its value, and the pull of each cluster on
it (the sum of the influence function over the cluster). The standard error is the square root of the sum of squared
pulls, times C/(C-1) for C clusters. Statistics over the same members may be subtracted: the pull of their difference is
the difference of their pulls.
"""

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from collections.abc import Callable

Floats = NDArray[np.float64]
Side = Literal["left", "right"]
ERRORS_TO_END = 1.95  # standard errors to the end of a 95% interval; a little under 1.96, so that 1.96 reach it


class Estimate(NamedTuple):
    """A value, its Monte Carlo standard error (NaN if there is only one cluster), and n, the members behind it."""

    value: float
    mcse: float
    n: int


@cache
def critical(clusters: int) -> float:
    """Half-width of a 95% interval in standard errors: 2.13 for 16 clusters, 1.96 for many, NaN for one.

    It is the 97.5% point of Student's t with `clusters` - 1 degrees of freedom.
    """
    from forecast.compat.scipy_special import stdtrit

    return float(stdtrit(clusters - 1, 0.975)) if clusters > 1 else math.nan


def clear(difference: Estimate, clusters: int) -> bool:
    """Whether 0 lies outside the 95% interval of a difference (`critical` standard errors either way).

    A difference whose value or error is unknown (NaN) is never clear.
    """
    return abs(difference.value) > critical(clusters) * difference.mcse


class Clusters:
    """Which cluster each member belongs to: its draw, or its scramble in a Sobol design.

    ids: label of the cluster of each member, int[members]. Clusters may differ in size (the last draw may be short).
    draw: the draw of each member, int64[members], if `split` has to know it.
    """

    def __init__(self, ids: ArrayLike, draw: NDArray[np.int64] | None = None) -> None:
        self.draw = draw
        labels, self.index = np.unique(np.asarray(ids), return_inverse=True)
        self.count = int(labels.size)
        self.members = int(self.index.size)

    def sums(self, values: ArrayLike) -> Floats:
        """Add up the values (float[members]) of each cluster; float64[count]."""
        weights = np.asarray(values, dtype=np.float64)
        return np.bincount(self.index, weights=weights, minlength=self.count).astype(np.float64, copy=False)

    def counts(self, chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Count the chosen members (bool[members]) of each cluster; int64[count]."""
        return np.bincount(self.index[chosen], minlength=self.count)

    def totals(self, values: ArrayLike) -> tuple[Floats, Floats]:
        """Add up and count the values of each cluster that are not NaN; twice float64[count]."""
        filled = np.asarray(values, dtype=np.float64)
        known = ~np.isnan(filled)
        return self.sums(np.where(known, filled, 0.0)), self.sums(known)


@dataclass(frozen=True)
class Linear:
    """A statistic over n members, and the pull of each cluster on it, float64[clusters].

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
    """Divide the sum of `numerator` by that of `denominator`, for example to get a mean where a condition holds.

    Parameters
    ----------
    numerator, denominator : float[members]
        Values of each member, both 0 where the condition fails. The result is NaN if the denominators add up to 0; its
        `n` counts the denominators that are not 0.
    clusters : Clusters
    """
    n = int(np.count_nonzero(np.asarray(denominator)))
    return ratio_of_totals(clusters.sums(numerator), clusters.sums(denominator), n)


def ratio_of_totals(numerator: Floats, denominator: Floats, n: int) -> Linear:
    """Divide two totals; NaN if the denominator is 0.

    Parameters
    ----------
    numerator, denominator : float64[clusters]
        What each cluster adds to the totals.
    n : int
        Number of members behind the ratio.
    """
    total = float(denominator.sum())
    if total == 0.0:
        return Linear(math.nan, np.full(denominator.size, math.nan), n)
    value = float(numerator.sum()) / total
    return Linear(value, (numerator - value * denominator) / total, n)


def mean(values: ArrayLike, clusters: Clusters) -> Linear:
    """Mean over members (float or bool[members]); booleans give a probability, NaN members are left out."""
    sums, counts = clusters.totals(values)
    return ratio_of_totals(sums, counts, int(counts.sum()))


def interpolate(value: "Callable[[int], float]", n: int, level: float) -> float:
    """Interpolate a quantile linearly, as NumPy does.

    Parameters
    ----------
    value : int -> float
        Gives the i-th of the sorted numbers, from 0.
    n : int
        How many numbers there are.
    level : float
        Level of the quantile, 0 to 1.
    """
    position = min(max(level, 0.0), 1.0) * (n - 1)
    below = math.floor(position)
    above = min(below + 1, n - 1)
    low, high = value(below), value(above)
    return low + (high - low) * (position - below)


class Sorted:
    """The sorted values of one column (array[members]), from which several quantiles are taken. NaN is left out."""

    def __init__(self, values: ArrayLike, clusters: Clusters) -> None:
        filled = np.asarray(values)
        # float32 holds every number of two bytes, and takes half of the memory
        wide = np.float32 if filled.dtype.itemsize <= 2 else np.float64
        self._filled = filled if filled.dtype.kind == "f" else filled.astype(wide)
        self._clusters = clusters
        self.count = clusters.count
        self.sizes = clusters.counts(~np.isnan(self._filled)).astype(np.float64)
        self.n = int(self.sizes.sum())
        self.values = np.sort(self._filled)[: self.n]

    def at(self, level: float) -> float:
        """Interpolate the `level` quantile."""
        return interpolate(self._value, self.n, level)

    def quantile(self, level: float) -> Linear:
        """Estimate the `level` quantile. Its error follows from the clustered error of the share below it (Woodruff).

        Many members may have the same value (whole weeks, counts). Then the quantiles one error below and above may be
        equal, although the true quantile may well be another value. The error of such a tied value is therefore made so
        wide that 1.96 errors either way contain Woodruff's 95% interval. It is 0 only if all quantiles in that interval
        are equal.
        """
        if self.n == 0:
            return Linear(math.nan, np.full(self.count, math.nan), 0)
        value = self.at(level)
        share, tied = self._share(value, "right"), self._tied(level)
        if tied:  # of the shares without and with the tied members, take the one with the larger error
            share = max(share, self._share(value, "left"), key=lambda linear: linear.estimate.mcse)
        error = share.estimate.mcse
        if not error > 0.0:
            return Linear(value, share.pull * error, self.n)
        width = (self.at(level + error) - self.at(level - error)) / 2.0
        if tied:
            reach = critical(self.count)
            arms = self.at(level + reach * error) - value, value - self.at(level - reach * error)
            width = max(width, max(arms) / ERRORS_TO_END)
        return Linear(value, share.pull * (-width / error), self.n)

    def _share(self, value: float, side: Side) -> Linear:
        """Estimate the share of members below `value`; members at it are included (right) or not (left)."""
        bound = self._bound(value, side)
        counts, share = self._counts(bound, side), self._below(bound, side) / self.n
        return Linear(share, (counts - share * self.sizes) / self.n, self.n)

    def _value(self, index: int) -> float:
        return float(self.values[index])

    def _below(self, bound: np.floating[Any], side: Side) -> int:
        return int(np.searchsorted(self.values, bound, side=side))

    def _counts(self, bound: np.floating[Any], side: Side) -> NDArray[np.int64]:
        return self._clusters.counts((np.less_equal if side == "right" else np.less)(self._filled, bound))

    def _bound(self, value: float, side: Side) -> np.floating[Any]:
        """Convert `value` to the type of the column, rounded so that the same members are below it."""
        kind = self.values.dtype.type
        bound: np.floating[Any] = kind(value)
        if side == "right" and float(bound) > value:
            bound = np.nextafter(bound, kind(-np.inf))
        if side == "left" and float(bound) < value:
            bound = np.nextafter(bound, kind(np.inf))
        return bound

    def _tied(self, level: float) -> bool:
        """Whether one of the two values that the quantile is interpolated from occurs more than once."""
        position = min(max(level, 0.0), 1.0) * (self.n - 1)
        for value in {self._value(math.floor(position)), self._value(math.ceil(position))}:
            bound = self.values.dtype.type(value)
            if self._below(bound, "right") - self._below(bound, "left") > 1:
                return True
        return False


def quantile(values: ArrayLike, level: float, clusters: Clusters) -> Linear:
    """Estimate the `level` quantile (0 to 1) over members.

    Parameters
    ----------
    values : array[members]
        Value of each member; NaN is left out.
    level : float
        Which quantile: 0.5 is the median.
    clusters : Clusters
        Clusters of the members, for the error.
    """
    return Sorted(values, clusters).quantile(level)
