"""Size, mean and spread of every draw over its members, and the members around the means."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.estimates import Clusters, Floats, Linear, Sorted
from forecast.analysis.grouped import Grouped, Lane, one_by_one
from forecast.analysis.tail import quantiles


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
    def grouped(cls, values: NDArray[np.generic], clusters: Grouped) -> "SplitDraws":
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
