"""Quantiles near the ends of values that are made anew when they are needed and never held as a whole."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from forecast.analysis.estimates import Floats, Linear, Side, Sorted
from forecast.analysis.grouped import Grouped, Lane

Lanes = Callable[[], Iterator[tuple[Lane, Floats]]]
"""Stretches of the members with their values [replicates, draws], NaN for none; the same at every call."""

HELD = 1_000_000
"""As many values as this are held and sorted as a whole."""


class BeyondError(Exception):
    """A quantile, or the end of its error, lies beyond the tail that was held."""


class Tail(Sorted):
    """`Sorted` of the values below a cut (or above it), with the results that all of them would give."""

    def __init__(self, lanes: Lanes, clusters: Grouped, cut: float, low: bool) -> None:
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


def quantiles(lanes: Lanes, clusters: Grouped, levels: tuple[float, ...], held: int = HELD) -> list[Linear]:
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


def _near_an_end(lanes: Lanes, clusters: Grouped, sample: Floats, level: float) -> Linear:
    """Held are twice as many values as lie beyond the level, going by a sample. May raise BeyondError."""
    low = level < 0.5
    share = 2.0 * level if low else 2.0 * level - 1.0
    return Tail(lanes, clusters, float(sample[int(share * (sample.size - 1))]), low).quantile(level)
