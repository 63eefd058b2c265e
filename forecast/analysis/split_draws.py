"""Size, mean and spread of every draw over its members, and the members around the means."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.estimates import Clusters, Floats, Linear, Side, Sorted
from forecast.analysis.ordered_clusters import Lane, OrderedClusters, one_by_one

Lanes = Callable[[], Iterator[tuple[Lane, Floats]]]
"""Stretches of the members with their values [replicates, draws], NaN for none; the same at every call."""

HELD = 1_000_000
"""As many values as this are held and sorted as a whole."""


@dataclass(frozen=True)
class SplitDraws:
    """size: members with a value. mean: of these. inside: sum of squared deviations from it. group: the cluster.

    One entry a draw, float64 (group int64). flag: all values are 0 or 1. around: called with one factor a draw and with
    levels, gives those quantiles of each member's deviation from the mean of its draw times that factor.
    """

    size: Floats
    mean: Floats
    inside: Floats
    group: NDArray[np.int64]
    flag: bool
    around: Callable[[Floats, tuple[float, ...]], list[Linear]]

    @classmethod
    def of(cls, filled: Floats, draw: NDArray[np.int64], clusters: Clusters) -> "SplitDraws":
        """From float64 values, NaN for none, and the draw of each member."""
        known = ~np.isnan(filled)
        values, ids, count = filled[known], draw[known], int(draw.max()) + 1
        size = np.bincount(ids, minlength=count).astype(np.float64)
        sums = np.bincount(ids, weights=values, minlength=count)
        means = np.divide(sums, size, out=np.zeros(count), where=size > 0.0)
        inside = np.bincount(ids, weights=(values - means[ids]) ** 2, minlength=count).astype(np.float64, copy=False)
        group = np.zeros(count, dtype=np.int64)
        group[draw] = clusters.index
        flag = bool(np.all((values == 0.0) | (values == 1.0)))

        def around(factor: Floats, levels: tuple[float, ...]) -> list[Linear]:
            ordered = Sorted((filled - means[draw]) * factor[draw], clusters)
            return [ordered.quantile(level) for level in levels]

        return cls(size, means, inside, group, flag, around)

    @classmethod
    def grouped(cls, values: NDArray[np.generic], clusters: OrderedClusters) -> "SplitDraws":
        """The same to the bit, from values in the order of `clusters`."""
        size, means, inside = (np.zeros(clusters.draws) for _ in range(3))
        flag = True
        for lane in clusters.lanes():
            own = clusters.by_draw(values, lane)
            known = ~np.isnan(own)
            here = slice(lane.first, lane.first + lane.step * own.shape[1], lane.step)
            size[here] = np.count_nonzero(known, axis=0)
            np.divide(one_by_one(own), size[here], out=means[here], where=size[here] > 0.0)
            inside[here] = one_by_one((own - means[here]) ** 2)
            flag = flag and bool(np.all((own == 0.0) | (own == 1.0) | ~known))
        group = np.arange(clusters.draws, dtype=np.int64) % clusters.count

        def lanes(factor: Floats) -> Iterator[tuple[Lane, Floats]]:
            for lane in clusters.lanes():
                own = clusters.by_draw(values, lane)
                here = slice(lane.first, lane.first + lane.step * own.shape[1], lane.step)
                yield lane, (own - means[here]) * factor[here]

        def around(factor: Floats, levels: tuple[float, ...]) -> list[Linear]:
            return quantiles(lambda: lanes(factor), clusters, levels)

        return cls(size, means, inside, group, flag, around)


class BeyondError(Exception):
    """A quantile, or the end of its error, lies beyond the tail that was held."""


class Tail(Sorted):
    """`Sorted` of the values below a cut (or above it), with the results that all of them would give."""

    def __init__(self, lanes: Lanes, clusters: OrderedClusters, cut: float, low: bool) -> None:
        self._lanes, self._few, self.count = lanes, clusters.few, clusters.count
        self.sizes = self._count(lambda values: ~np.isnan(values)).astype(np.float64)
        self.n = int(self.sizes.sum())
        kept = [values[values < cut if low else values > cut] for _, values in lanes()]
        self.values = np.sort(np.concatenate(kept))
        self._offset = 0 if low else self.n - self.values.size

    def _count(self, chosen: Callable[[Floats], Any]) -> Any:
        axis = None if self._few else 0
        found = [np.count_nonzero(chosen(values), axis=axis) for _, values in self._lanes()]
        return np.array(found) if self._few else np.concatenate(found)

    def _value(self, place: int) -> float:
        at = place - self._offset
        if not 0 <= at < self.values.size:
            raise BeyondError
        return float(self.values[at])

    def _below(self, bound: Any, side: Side) -> int:
        return self._offset + super()._below(bound, side)

    def _counts(self, bound: Any, side: Side) -> Any:
        return self._count(lambda values: values <= bound if side == "right" else values < bound)


def quantiles(lanes: Lanes, clusters: OrderedClusters, levels: tuple[float, ...], held: int = HELD) -> list[Linear]:
    """The quantiles at these levels, each nearer to an end than to the middle."""
    if clusters.members > held:
        first = next(values for _, values in lanes())
        first = np.sort(first[~np.isnan(first)])
        try:
            return [_near_an_end(lanes, clusters, first, level) for level in levels]
        except (BeyondError, IndexError):
            pass
    whole = np.empty(clusters.members)
    for lane, values in lanes():
        place = whole[lane.place]
        place[:] = values.T.reshape(-1)[: place.size]
    ordered = Sorted(whole, clusters)
    return [ordered.quantile(level) for level in levels]


def _near_an_end(lanes: Lanes, clusters: OrderedClusters, sample: Floats, level: float) -> Linear:
    """Held are twice as many values as lie beyond the level, going by a sample. May raise BeyondError."""
    low = level < 0.5
    share = 2.0 * level if low else 2.0 * level - 1.0
    return Tail(lanes, clusters, float(sample[int(share * (sample.size - 1))]), low).quantile(level)
