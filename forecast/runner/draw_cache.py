"""Keeps the draws of computed ranges until they are written. This is faster than drawing them twice.

A range is the members lo .. hi-1 that one thread computes at a time.
"""

import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from forecast.experiment.inputs import Inputs, Sampler

Floats = NDArray[np.float32]


class DrawCache:
    """Gives the value of every prior for any members. Safe for threads. Ranges that were not kept are drawn again."""

    def __init__(self, sampler: "Sampler") -> None:
        self._sampler = sampler
        self._ranges: dict[int, tuple[int, Mapping[str, Floats]]] = {}
        self._lock = threading.Lock()

    def keep(self, inputs: "Inputs") -> None:
        """Keep the draws of a range. To save memory, this stores one value per draw and prior, not one per member."""
        with self._lock:
            self._ranges[inputs.lo] = inputs.hi, inputs.draws

    def take(self, lo: int, hi: int) -> dict[str, Floats]:
        """Return prior name -> float32[hi - lo], one value per member in the prior's unit, and release these ranges."""
        columns = {name: np.empty(hi - lo, dtype=np.float32) for name in self._sampler.names}
        at = lo
        while at < hi:
            with self._lock:
                end, draws = self._ranges.pop(at, (0, None))
                next_kept = min((start for start in self._ranges if start > at), default=hi)
            if draws is None or end > hi:
                end = min(next_kept, hi)
                draws = self._sampler.draws_of(at, end)
            for name, values in self._sampler.expand(at, end, draws).items():
                columns[name][at - lo : end - lo] = values
            at = end
        return columns
