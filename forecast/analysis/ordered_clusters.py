"""The clusters of a run for columns in which the members of a cluster lie side by side.

Every sum adds the members of a cluster in their own order, so the result equals that of `Clusters` bit for bit. It
reads memory once from start to end instead of looking up the cluster of each member.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from forecast.analysis.estimates import Clusters, Floats

SEGMENT_DRAWS = 65_536
MIN_MEMBERS_BY_CLUSTER = 32_768
"""In a run with fewer members, looking up the cluster of each member is faster than a call for each cluster."""


class Segment(NamedTuple):
    """A slice of the ordered members that holds the whole draws first, first + step, first + 2 step ..."""

    members: slice
    first: int
    step: int


class Gap:
    """A column less another one, float64[members], computed where it is read: the whole of it is never in memory."""

    def __init__(self, values: NDArray[Any], base: NDArray[Any]) -> None:
        self._values, self._base = values, base

    def __getitem__(self, members: slice) -> Floats:
        gap: Floats = np.subtract(self._values[members], self._base[members], dtype=np.float64)
        return gap


class OrderedClusters(Clusters):
    """Clusters for arrays with one value per member, in the order that `arrange` produces.

    Parameters
    ----------
    members, replicates : int
        Numbers of the run. The last draw may have fewer members than `replicates`.
    scrambles : int or None
        The cluster of draw d is d % scrambles. None: every draw is a cluster, and the order is that of the members.
    """

    def __init__(self, members: int, replicates: int, scrambles: int | None) -> None:
        self.members, self.replicates, self.draw = members, replicates, None
        self.draws = -(-members // replicates)
        self.count = min(scrambles or self.draws, self.draws)
        self.has_scrambles = scrambles is not None
        self._by_cluster = self.has_scrambles and members >= MIN_MEMBERS_BY_CLUSTER
        step = self.count if self.has_scrambles else 1
        sizes = np.full(self.count, replicates, dtype=np.int64)
        if self.has_scrambles:
            sizes *= -(-(self.draws - np.arange(self.count)) // step)
        sizes[(self.draws - 1) % self.count] -= self.draws * replicates - members
        self.step, self.sizes = step, sizes
        self.starts = np.concatenate([[0], np.cumsum(sizes)])

    @cached_property
    def index(self) -> NDArray[np.int64]:  # type: ignore[override]
        """Cluster of each member in this order, int64[members]."""
        return np.repeat(np.arange(self.count), self.sizes)

    def segments(self) -> Iterator[Segment]:
        """Yield segments that together hold all members in order."""
        if self.has_scrambles:
            for cluster, (lo, hi) in enumerate(zip(self.starts, self.starts[1:], strict=False)):
                yield Segment(slice(int(lo), int(hi)), cluster, self.step)
            return
        for first in range(0, self.draws, SEGMENT_DRAWS):
            end = min((first + SEGMENT_DRAWS) * self.replicates, self.members)
            yield Segment(slice(first * self.replicates, end), first, 1)

    def arrange(self, lo: int, values: NDArray[Any], target: NDArray[Any]) -> None:
        """Copy the values of members lo, lo + 1, ... to their positions in this order.

        Parameters
        ----------
        lo : int
            Index of the first member.
        values : array[n]
            Values of the n members from `lo` on.
        target : array[members]
            The ordered column; these members are written into it.
        """
        hi, width = lo + values.size, self.step * self.replicates
        if not self.has_scrambles:
            target[lo:hi] = values
            return
        begin, end = min(-(-lo // width) * width, hi), hi // width * width
        if begin >= end:
            begin = end = hi
        for a, b in ((lo, begin), (end, hi)):
            member = np.arange(a, b)
            draw = member // self.replicates
            index = self.starts[draw % self.step] + draw // self.step * self.replicates + member % self.replicates
            target[index] = values[a - lo : b - lo]
        body = values[begin - lo : end - lo].reshape(-1, self.step, self.replicates)
        before, after = begin // width * self.replicates, end // width * self.replicates
        for cluster in range(self.step):
            start = int(self.starts[cluster])
            target[start + before : start + after].reshape(-1, self.replicates)[:] = body[:, cluster]

    def sums(self, values: ArrayLike) -> Floats:
        """Add up the values (array[members]) of each cluster; float64[count]."""
        numbers = np.asarray(values)
        if numbers.dtype == np.bool_:
            return self.counts(numbers).astype(np.float64)
        if self.has_scrambles and not self._by_cluster:
            return super().sums(numbers)
        if self.has_scrambles:
            return np.array([_sum(numbers[segment.members]) for segment in self.segments()])
        return np.concatenate([sum_in_order(self.by_draw(numbers, segment)) for segment in self.segments()])

    def counts(self, chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Count the chosen members (bool[members]) of each cluster; int64[count]."""
        if self._by_cluster:
            return np.array([np.count_nonzero(chosen[segment.members]) for segment in self.segments()], dtype=np.int64)
        return np.add.reduceat(chosen, self.starts[:-1], dtype=np.int64)

    def totals(self, values: ArrayLike) -> tuple[Floats, Floats]:
        """Add up and count the values of each cluster that are not NaN; twice float64[count]."""
        numbers = np.asarray(values)
        if numbers.dtype.kind != "f":
            return self.sums(numbers), self.sizes.astype(np.float64)
        if not self._by_cluster:
            return super().totals(numbers)
        totals = [_total(numbers[segment.members]) for segment in self.segments()]
        tops, bottoms = zip(*totals, strict=True)
        return np.array(tops), np.array(bottoms)

    def by_draw(self, values: NDArray[Any] | Gap, segment: Segment) -> Floats:
        """Copy the values of a segment to float64[replicates, draws]; NaN where a short draw lacks a member."""
        copy = values[segment.members].astype(np.float64, copy=False)
        lacking = -copy.size % self.replicates
        if lacking:
            copy = np.concatenate([copy, np.full(lacking, np.nan)])
        return np.ascontiguousarray(copy.reshape(-1, self.replicates).T)


def sum_in_order(values: NDArray[Any]) -> Floats:
    """Sum over the first axis from its first entry to its last; NaN counts as 0."""
    total = np.zeros(values.shape[1:])
    for row in values:
        total += np.where(np.isnan(row), 0.0, row)
    return total


def _sum(values: NDArray[Any]) -> float:
    return float(np.cumsum(values, dtype=np.float64)[-1]) + 0.0


def _total(values: NDArray[Any]) -> tuple[float, float]:
    """Add up and count the values that are not NaN."""
    known = ~np.isnan(values)
    count = int(np.count_nonzero(known))
    return _sum(values if count == values.size else np.where(known, values, values.dtype.type(0))), float(count)
