"""Estimates with their Monte Carlo standard error, clustered by draw.

Members are not independent: replicates share a draw, and the draws of a scrambled Sobol design share a scramble.
Every statistic is therefore carried as a `Linear`: its value and, for each cluster, how much that cluster pulls on it
(the summed influence function). The standard error is the root of the summed squared pulls, C/(C-1) corrected, and the
difference of two statistics over the same members is the difference of their pulls, whatever the statistics are.
"""

import math
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Side = Literal["left", "right"]
REACHED = 1.95  # errors to the end of a 95% interval, a little under 1.96 so that 1.96 errors do reach it


class Estimate(NamedTuple):
    """A value, its Monte Carlo standard error (NaN where one cluster is all there is) and the members behind it."""

    value: float
    mcse: float
    n: int


@cache
def critical(clusters: int) -> float:
    """Errors either way of an estimate that make a 95% interval: 97.5% point of Student's t, `clusters` - 1 degrees.

    2.13 for 16 clusters, 1.96 for many, NaN for fewer than 2.
    """
    from forecast.experiment.special import stdtrit

    return float(stdtrit(clusters - 1, 0.975)) if clusters > 1 else math.nan


def clear(difference: Estimate, clusters: int) -> bool:
    """Whether 0 lies outside the 95% interval of a difference, Student's t for the clusters behind its error.

    An unknown error or value is never clear.
    """
    return abs(difference.value) > critical(clusters) * difference.mcse


class Clusters:
    """Which cluster each member belongs to: the draw, or the scramble of a Sobol design.

    ids: integers of any values, one per member. Clusters may differ in size (the last draw may be short).
    """

    def __init__(self, ids: ArrayLike) -> None:
        labels, self.index = np.unique(np.asarray(ids), return_inverse=True)
        self.count = int(labels.size)
        self.members = int(self.index.size)

    def sums(self, values: ArrayLike) -> Floats:
        """Sum of `values` (one per member) in each cluster, shape (count,)."""
        weights = np.asarray(values, dtype=np.float64)
        return np.bincount(self.index, weights=weights, minlength=self.count).astype(np.float64, copy=False)

    def counts(self, chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
        """How many members of each cluster are chosen, shape (count,)."""
        return np.bincount(self.index[chosen], minlength=self.count)

    def totals(self, values: ArrayLike) -> tuple[Floats, Floats]:
        """In each cluster, the sum of the values that are not NaN, and how many they are."""
        filled = np.asarray(values, dtype=np.float64)
        known = ~np.isnan(filled)
        return self.sums(np.where(known, filled, 0.0)), self.sums(known)


@dataclass(frozen=True)
class Linear:
    """A statistic with the pull of each cluster on it. Statistics over the same `Clusters` may be subtracted."""

    value: float
    pull: Floats
    n: int

    @property
    def estimate(self) -> Estimate:
        count = self.pull.size
        if self.n == 0 or count < 2:
            return Estimate(self.value, math.nan, self.n)
        return Estimate(self.value, math.sqrt(count / (count - 1) * float(np.sum(self.pull**2))), self.n)

    def __sub__(self, other: "Linear") -> "Linear":
        return Linear(self.value - other.value, self.pull - other.pull, min(self.n, other.n))


def ratio(numerator: ArrayLike, denominator: ArrayLike, clusters: Clusters) -> Linear:
    """Sum of `numerator` over sum of `denominator`, for example a mean over the members for which a condition holds.

    Both have one number per member, 0 where the condition fails; `n` counts the members with a denominator above 0.
    The value is NaN where that sum is 0.
    """
    n = int(np.count_nonzero(np.asarray(denominator)))
    return over(clusters.sums(numerator), clusters.sums(denominator), n)


def over(top: Floats, bottom: Floats, n: int) -> Linear:
    """The ratio of two totals, given for each cluster; n: members behind it. NaN where the lower total is 0."""
    total = float(bottom.sum())
    if total == 0.0:
        return Linear(math.nan, np.full(bottom.size, math.nan), n)
    value = float(top.sum()) / total
    return Linear(value, (top - value * bottom) / total, n)


def mean(values: ArrayLike, clusters: Clusters) -> Linear:
    """Mean over members; booleans give a probability, NaN (null) members are left out of it."""
    top, bottom = clusters.totals(values)
    return over(top, bottom, int(bottom.sum()))


class Sorted:
    """Values of one column in order, so that several quantiles cost one sort. NaN members are left out."""

    def __init__(self, values: ArrayLike, clusters: Clusters) -> None:
        filled = np.asarray(values)
        self._filled = filled if filled.dtype.kind == "f" else filled.astype(np.float64)
        self._clusters = clusters
        self.count = clusters.count
        self.sizes = clusters.counts(~np.isnan(self._filled)).astype(np.float64)
        self.n = int(self.sizes.sum())
        self.values = np.sort(self._filled)[: self.n]

    def at(self, level: float) -> float:
        """The `level` quantile by linear interpolation, as numpy has it."""
        place = min(max(level, 0.0), 1.0) * (self.n - 1)
        below = math.floor(place)
        above = min(below + 1, self.n - 1)
        low, high = self._value(below), self._value(above)
        return low + (high - low) * (place - below)

    def quantile(self, level: float) -> Linear:
        """Quantile with Woodruff's interval: the clustered error of the share below it, carried back to its unit.

        Among tied values (whole weeks, counts) the interval of one error may begin and end on the same value although
        the quantile is not sure to lie there. The error of a tied value is therefore wide enough that 1.96 of it either
        way hold Woodruff's 95% interval: they reach the next distinct value wherever that interval does. It is 0 only
        where all of that interval lies inside the mass of one value.
        """
        if self.n == 0:
            return Linear(math.nan, np.full(self.count, math.nan), 0)
        value = self.at(level)
        share, tied = self._share(value, "right"), self._tied(level)
        if tied:  # the error of the share at the end of the mass that is less well known
            share = max(share, self._share(value, "left"), key=lambda found: found.estimate.mcse)
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

    def _value(self, place: int) -> float:
        return float(self.values[place])

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
        """Whether a value that the quantile is made of occurs more than once."""
        place = min(max(level, 0.0), 1.0) * (self.n - 1)
        for value in {self._value(math.floor(place)), self._value(math.ceil(place))}:
            bound = self.values.dtype.type(value)
            if self._below(bound, "right") - self._below(bound, "left") > 1:
                return True
        return False


def quantile(values: ArrayLike, level: float, clusters: Clusters) -> Linear:
    """The `level` quantile (0 to 1) over members, NaN members left out."""
    return Sorted(values, clusters).quantile(level)
