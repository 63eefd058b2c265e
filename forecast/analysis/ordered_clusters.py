"""The clusters of a run, with its members in an order that puts those of a cluster side by side.

Every sum adds the members of a cluster one after the other in their own order, so that it has the bits that
`Clusters` gives, and costs a pass over memory instead of a look-up a member.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from forecast.analysis.estimates import Clusters, Floats

LANE_DRAWS = 65_536
SMALL = 32_768
"""Members below which a look-up a member costs less than a call a cluster."""


class Lane(NamedTuple):
    """A stretch of the order that holds whole draws: place, and the draws first, first + step, ... in it."""

    place: slice
    first: int
    step: int


class OrderedClusters(Clusters):
    """Arrays that are given to it hold one value a member, in the order that `arrange` makes.

    scrambles: clusters are draw % scrambles; None: every draw is one, and the order is that of the members.
    """

    def __init__(self, members: int, replicates: int, scrambles: int | None) -> None:
        self.members, self.replicates = members, replicates
        self.draws = -(-members // replicates)
        self.count = min(scrambles or self.draws, self.draws)
        self.few = scrambles is not None
        self._by_cluster = self.few and members >= SMALL
        step = self.count if self.few else 1
        sizes = np.full(self.count, replicates, dtype=np.int64)
        if self.few:
            sizes *= -(-(self.draws - np.arange(self.count)) // step)
        sizes[(self.draws - 1) % self.count] -= self.draws * replicates - members
        self.step, self.sizes = step, sizes
        self.starts = np.concatenate([[0], np.cumsum(sizes)])

    @cached_property
    def index(self) -> NDArray[np.int64]:  # type: ignore[override]
        """Cluster of each member."""
        return np.repeat(np.arange(self.count), self.sizes)

    def lanes(self) -> Iterator[Lane]:
        """All members, in order."""
        if self.few:
            for cluster, (lo, hi) in enumerate(zip(self.starts, self.starts[1:], strict=False)):
                yield Lane(slice(int(lo), int(hi)), cluster, self.step)
            return
        for first in range(0, self.draws, LANE_DRAWS):
            end = min((first + LANE_DRAWS) * self.replicates, self.members)
            yield Lane(slice(first * self.replicates, end), first, 1)

    def arrange(self, lo: int, values: NDArray[Any], target: NDArray[Any]) -> None:
        """Put the values of members lo, lo + 1, ... where they belong in `target`."""
        hi, width = lo + values.size, self.step * self.replicates
        if not self.few:
            target[lo:hi] = values
            return
        begin, end = min(-(-lo // width) * width, hi), hi // width * width
        if begin >= end:
            begin = end = hi
        for a, b in ((lo, begin), (end, hi)):
            member = np.arange(a, b)
            draw = member // self.replicates
            place = self.starts[draw % self.step] + draw // self.step * self.replicates + member % self.replicates
            target[place] = values[a - lo : b - lo]
        body = values[begin - lo : end - lo].reshape(-1, self.step, self.replicates)
        before, after = begin // width * self.replicates, end // width * self.replicates
        for cluster in range(self.step):
            start = int(self.starts[cluster])
            target[start + before : start + after].reshape(-1, self.replicates)[:] = body[:, cluster]

    def sums(self, values: ArrayLike) -> Floats:
        numbers = np.asarray(values)
        if numbers.dtype == np.bool_:
            return self.counts(numbers).astype(np.float64)
        if self.few and not self._by_cluster:
            return super().sums(numbers)
        if self.few:
            return np.array([_sum(numbers[lane.place]) for lane in self.lanes()])
        return np.concatenate([one_by_one(self.by_draw(numbers, lane)) for lane in self.lanes()])

    def counts(self, chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
        if self._by_cluster:
            return np.array([np.count_nonzero(chosen[lane.place]) for lane in self.lanes()], dtype=np.int64)
        return np.add.reduceat(chosen, self.starts[:-1], dtype=np.int64)

    def totals(self, values: ArrayLike) -> tuple[Floats, Floats]:
        numbers = np.asarray(values)
        if numbers.dtype.kind != "f":
            return self.sums(numbers), self.sizes.astype(np.float64)
        if not self._by_cluster:
            return super().totals(numbers)
        found = [_known(numbers[lane.place]) for lane in self.lanes()]
        tops, bottoms = zip(*found, strict=True)
        return np.array(tops), np.array(bottoms)

    def by_draw(self, values: NDArray[Any], lane: Lane) -> Floats:
        """A copy of the values of a lane, float64[replicates, draws]; the members that a short draw lacks are NaN."""
        own = values[lane.place].astype(np.float64)
        short = -own.size % self.replicates
        if short:
            own = np.concatenate([own, np.full(short, np.nan)])
        return np.ascontiguousarray(own.reshape(-1, self.replicates).T)


def one_by_one(values: NDArray[Any]) -> Floats:
    """Sum over the first axis, added in its order; NaN counts as 0."""
    total = np.zeros(values.shape[1:])
    for row in values:
        total += np.where(np.isnan(row), 0.0, row)
    return total


def _sum(values: NDArray[Any]) -> float:
    return float(np.cumsum(values, dtype=np.float64)[-1]) + 0.0


def _known(values: NDArray[Any]) -> tuple[float, float]:
    """Sum of the values that are not NaN, and how many they are."""
    known = ~np.isnan(values)
    count = int(np.count_nonzero(known))
    return _sum(values if count == values.size else np.where(known, values, values.dtype.type(0))), float(count)
