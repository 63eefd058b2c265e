"""Draws of the ranges that were computed, kept until their part is written: to draw again costs more."""

import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from forecast.experiment.inputs import Inputs, Sampler

Floats = NDArray[np.float32]


class Drawn:
    """Prior columns of any members; safe for threads. Those of ranges that were not kept are drawn anew."""

    def __init__(self, sampler: "Sampler") -> None:
        self._sampler = sampler
        self._kept: dict[int, tuple[int, Mapping[str, Floats]]] = {}
        self._lock = threading.Lock()

    def keep(self, inputs: "Inputs") -> None:
        """Hold on to the draws of a range: one value a draw and prior, not one a member."""
        with self._lock:
            self._kept[inputs.lo] = inputs.hi, inputs.draws

    def take(self, lo: int, hi: int) -> dict[str, Floats]:
        """Name of each drawn prior -> f32[hi - lo], one value a member. What was kept of these members is let go."""
        found = {name: np.empty(hi - lo, dtype=np.float32) for name in self._sampler.names}
        at = lo
        while at < hi:
            with self._lock:
                end, draws = self._kept.pop(at, (0, None))
                beyond = min((start for start in self._kept if start > at), default=hi)
            if draws is None or end > hi:
                end = min(beyond, hi)
                draws = self._sampler.draws_of(at, end)
            for name, values in self._sampler.expand(at, end, draws).items():
                found[name][at - lo : end - lo] = values
            at = end
        return found
