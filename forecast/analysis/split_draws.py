"""Size, mean and spread of every draw over its members, and quantiles of the members' deviations from these means."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.estimates import Clusters, Floats, Linear, Side, Sorted
from forecast.analysis.ordered_clusters import Gap, OrderedClusters, Segment, sum_in_order

Segments = Callable[[], Iterator[tuple[Segment, Floats]]]
"""A function that yields all segments with their values, float64[replicates, draws]; NaN where there is no value.

It can be called several times and yields the same each time.
"""

MAX_IN_MEMORY = 1_000_000
"""Up to this number of values are kept in memory and sorted together."""


@dataclass(frozen=True)
class SplitDraws:
    """Statistics of the draws of one outcome, from which its variance is split.

    Attributes
    ----------
    size : float64[draws]
        Number of members with a value.
    mean : float64[draws]
        Mean over these members.
    inside : float64[draws]
        Sum of squared deviations of these members from `mean`.
    group : int64[draws]
        Cluster of each draw.
    flag : bool
        Whether all values are 0 or 1.
    around : (factor float64[draws], levels) -> list of Linear
        Function for the quantiles over members of their deviation from the draw's mean, times the draw's factor.
    """

    size: Floats
    mean: Floats
    inside: Floats
    group: NDArray[np.int64]
    flag: bool
    around: Callable[[Floats, tuple[float, ...]], list[Linear]]

    @classmethod
    def of(cls, filled: Floats, draw: NDArray[np.int64], clusters: Clusters) -> "SplitDraws":
        """Compute the statistics from arrays in the order of the members.

        Parameters
        ----------
        filled : float64[members]
            Value of each member, NaN for none.
        draw : int64[members]
            The draw of each member, from 0.
        clusters : Clusters
        """
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
    def ordered(cls, values: NDArray[np.generic] | Gap, clusters: OrderedClusters) -> "SplitDraws":
        """Compute the same, bit for bit, from values in the order of `clusters`: array[members]."""
        size, means, inside = (np.zeros(clusters.draws) for _ in range(3))
        flag = True
        for segment in clusters.segments():
            by_draw = clusters.by_draw(values, segment)
            known, draws = ~np.isnan(by_draw), _draws_of(segment, by_draw)
            size[draws] = np.count_nonzero(known, axis=0)
            np.divide(sum_in_order(by_draw), size[draws], out=means[draws], where=size[draws] > 0.0)
            inside[draws] = sum_in_order((by_draw - means[draws]) ** 2)
            flag = flag and bool(np.all((by_draw == 0.0) | (by_draw == 1.0) | ~known))
        group = np.arange(clusters.draws, dtype=np.int64) % clusters.count

        def deviations(factor: Floats) -> Iterator[tuple[Segment, Floats]]:
            for segment in clusters.segments():
                by_draw = clusters.by_draw(values, segment)
                draws = _draws_of(segment, by_draw)
                yield segment, (by_draw - means[draws]) * factor[draws]

        def around(factor: Floats, levels: tuple[float, ...]) -> list[Linear]:
            return outer_quantiles(lambda: deviations(factor), clusters, levels)

        return cls(size, means, inside, group, flag, around)


def _draws_of(segment: Segment, by_draw: Floats) -> slice:
    return slice(segment.first, segment.first + segment.step * by_draw.shape[1], segment.step)


class BeyondTailError(Exception):
    """A quantile, or the end of its error, lies beyond the tail that is kept in memory."""


class Tail(Sorted):
    """`Sorted` for outer quantiles that keeps only the values below a cut (or above it); the results are the same.

    Parameters
    ----------
    segments : Segments
        Function that yields all values.
    clusters : OrderedClusters
        Clusters of the members.
    cut : float
        Bound of the values that are kept.
    low : bool
        Keep the values below the cut, else those above it.
    """

    def __init__(self, segments: Segments, clusters: OrderedClusters, cut: float, low: bool) -> None:
        self._segments, self._has_scrambles, self.count = segments, clusters.has_scrambles, clusters.count
        self.sizes = self._count(lambda values: ~np.isnan(values)).astype(np.float64)
        self.n = int(self.sizes.sum())
        held = [values[values < cut if low else values > cut] for _, values in segments()]
        self.values = np.sort(np.concatenate(held))
        self._offset = 0 if low else self.n - self.values.size

    def _count(self, chosen: Callable[[Floats], Any]) -> Any:
        axis = None if self._has_scrambles else 0
        counts = [np.count_nonzero(chosen(values), axis=axis) for _, values in self._segments()]
        return np.array(counts) if self._has_scrambles else np.concatenate(counts)

    def _value(self, index: int) -> float:
        held_index = index - self._offset
        if not 0 <= held_index < self.values.size:
            raise BeyondTailError
        return float(self.values[held_index])

    def _below(self, bound: Any, side: Side) -> int:
        return self._offset + super()._below(bound, side)

    def _counts(self, bound: Any, side: Side) -> Any:
        return self._count(lambda values: values <= bound if side == "right" else values < bound)


def outer_quantiles(
    segments: Segments, clusters: OrderedClusters, levels: tuple[float, ...], max_in_memory: int = MAX_IN_MEMORY
) -> list[Linear]:
    """Estimate outer quantiles of values that need not fit in memory.

    Parameters
    ----------
    segments : Segments
        Function that yields all values; called several times.
    clusters : OrderedClusters
        Clusters of the members.
    levels : tuple of float
        Levels of the quantiles, each closer to 0 or 1 than to 0.5.
    max_in_memory : int
        Up to this number of values are sorted together; of more values, only the tails are kept.
    """
    if clusters.members > max_in_memory:
        sample = next(values for _, values in segments())
        sample = np.sort(sample[~np.isnan(sample)])
        try:
            return [_tail_quantile(segments, clusters, sample, level) for level in levels]
        except (BeyondTailError, IndexError):
            pass
    whole = np.empty(clusters.members)
    for segment, values in segments():
        part = whole[segment.members]
        part[:] = values.T.reshape(-1)[: part.size]
    ordered = Sorted(whole, clusters)
    return [ordered.quantile(level) for level in levels]


def _tail_quantile(segments: Segments, clusters: OrderedClusters, sample: Floats, level: float) -> Linear:
    """Estimate a quantile from the outermost values, about twice as many as lie beyond it according to a sample.

    Raises BeyondTailError if these values are too few.
    """
    low = level < 0.5
    share = 2.0 * level if low else 2.0 * level - 1.0
    return Tail(segments, clusters, float(sample[int(share * (sample.size - 1))]), low).quantile(level)
