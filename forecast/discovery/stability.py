"""Whether a search finds the same limits again in other samples of the same draws."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from forecast.discovery.boxes import Box, Limit, Sample

REFITS = 20
MIN_STABILITY = 0.5
"""A limit that comes back in fewer refits than this share is dropped."""

STABLE = 0.8
"""A limit that comes back in fewer refits than this share is marked as unstable."""

Search = Callable[[Sample], tuple[Box, ...]]


class Refits(NamedTuple):
    """The boxes of a search in `REFITS` samples of the draws."""

    boxes: tuple[tuple[Box, ...], ...]

    def bounds(self, limit: Limit) -> list[float]:
        """The bounds of this input on this side, one of each refit that has it (the nearest one of its boxes)."""
        found = []
        for boxes in self.boxes:
            same = [other.bound for box in boxes for other in box if other[:2] == limit[:2]]
            found += [min(same, key=lambda bound: abs(bound - limit.bound))] if same else []
        return found

    def stability(self, limit: Limit) -> float:
        """Share of refits that have a limit on the same input and the same side."""
        return len(self.bounds(limit)) / len(self.boxes)


def refit(search: Search, sample: Sample, rng: np.random.Generator, refits: int = REFITS) -> Refits:
    """Search again in bootstrap samples of the draws.

    Draws are resampled one by one, also in a Sobol design, whose draws fill the space more evenly than that. So the
    refits differ at least as much as other runs of the same size would.

    Parameters
    ----------
    search : Search
        Function that finds boxes.
    sample : Sample
        Draws to resample.
    rng : Generator
        Random numbers of the resampling.
    refits : int
        Number of samples.
    """
    used = np.flatnonzero(sample.weight > 0.0)
    found = []
    for _ in range(refits):
        count = np.bincount(rng.choice(used, used.size), minlength=sample.weight.size)
        found.append(search(sample._replace(weight=sample.weight * count)))
    return Refits(tuple(found))


def keep_stable(box: Box, refits: Refits) -> Box:
    """The limits of a box that come back often enough."""
    return tuple(limit for limit in box if refits.stability(limit) >= MIN_STABILITY)
