"""Quantiles out of histograms."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def histogram_quantiles(
    counts: NDArray[np.integer], edges: NDArray[np.float64], levels: Sequence[float]
) -> NDArray[np.float64]:
    """counts [..., B], edges [B + 1] in rising order: quantiles [..., len(levels)], linear inside a bin.

    NaN where a histogram is empty. A value beyond the outer edges counts as lying in the outer bin.
    """
    reached = np.cumsum(counts, axis=-1, dtype=np.int64)
    total = reached[..., -1:]
    found = np.empty((*counts.shape[:-1], len(levels)))
    for place, level in enumerate(levels):
        wanted = level * total
        bins = np.minimum((reached < wanted).sum(axis=-1, keepdims=True), counts.shape[-1] - 1)
        inside = np.take_along_axis(counts, bins, axis=-1)
        before = np.take_along_axis(reached, bins, axis=-1) - inside
        share = np.clip((wanted - before) / np.where(inside > 0, inside, 1), 0.0, 1.0)
        value = edges[bins] + share * (edges[bins + 1] - edges[bins])
        found[..., place] = np.where(total > 0, value, np.nan)[..., 0]
    return found
