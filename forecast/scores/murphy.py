"""Where a Brier score comes from: Murphy's decomposition."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

EDGES = tuple(k / 10 for k in range(11))


class Bin(NamedTuple):
    """Forecasts from `low` to below `high` (the last bin holds its `high`): number, mean, share of events."""

    low: float
    high: float
    n: int
    forecast: float
    observed: float


class Murphy(NamedTuple):
    """brier = reliability - resolution + uncertainty + within, to rounding.

    within: variance of the forecasts inside their bins less twice their covariance with the events there (Stephenson,
    Coelho & Jolliffe 2008). It is 0 where all forecasts of a bin are equal, as they are where bins are values. bins:
    those with forecasts in them.
    """

    brier: float
    reliability: float
    resolution: float
    uncertainty: float
    within: float
    n: int
    bins: tuple[Bin, ...]


def murphy(probability: npt.ArrayLike, event: npt.ArrayLike, edges: Sequence[float] = EDGES) -> Murphy:
    """Decomposition over bins with these edges, by default ten of equal width.

    probability float64[N] in 0 .. 1, event [N] of 0 and 1. Few cases make reliability and resolution both too large, by
    about (bins in use) x uncertainty / N each. Raises ValueError for empty or unfit input, or edges that do not rise
    from 0 to 1.
    """
    p, e = np.asarray(probability, dtype=np.float64), np.asarray(event, dtype=np.float64)
    ends = np.asarray(edges, dtype=np.float64)
    if p.ndim != 1 or p.shape != e.shape or p.size == 0:
        raise ValueError(f"probabilities of shape {p.shape} and events of shape {e.shape} are not a list of cases")
    if not (np.all((p >= 0.0) & (p <= 1.0)) and np.all((e == 0.0) | (e == 1.0))):
        raise ValueError("probabilities must lie between 0 and 1, events must be 0 or 1")
    if ends.size < 2 or ends[0] != 0.0 or ends[-1] != 1.0 or np.any(np.diff(ends) <= 0.0):
        raise ValueError("edges must rise from 0 to 1")
    place = np.minimum(np.searchsorted(ends, p, side="right") - 1, ends.size - 2)
    base = float(e.mean())
    reliability = resolution = within = 0.0
    bins: list[Bin] = []
    for k in np.unique(place):
        here = place == k
        forecast, observed, weight = float(p[here].mean()), float(e[here].mean()), float(here.mean())
        reliability += weight * (forecast - observed) ** 2
        resolution += weight * (observed - base) ** 2
        inside = p[here] - forecast
        within += weight * float(np.mean(inside**2 - 2.0 * inside * (e[here] - observed)))
        bins.append(Bin(float(ends[k]), float(ends[k + 1]), int(here.sum()), forecast, observed))
    brier = float(np.mean((p - e) ** 2))
    return Murphy(brier, reliability, resolution, base * (1.0 - base), within, p.size, tuple(bins))
