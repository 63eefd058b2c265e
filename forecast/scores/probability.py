"""Scores of the probability of an event: Brier and logarithmic score, and Murphy's decomposition of the first."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from forecast.scores.univariate import Floats

FLOOR = 1e-3
EDGES = tuple(k / 10 for k in range(11))


def brier_score(probability: npt.ArrayLike, event: npt.ArrayLike) -> Floats:
    """(probability - event)^2, element by element; event is 0 or 1 (or bool). Raises ValueError for anything else."""
    import scoringrules as sr

    p, e = np.asarray(probability, dtype=np.float64), np.asarray(event, dtype=np.float64)
    return np.asarray(sr.brier_score(e, p, backend="numpy"), dtype=np.float64)


def log_score(probability: npt.ArrayLike, event: npt.ArrayLike, floor: float = FLOOR) -> Floats:
    """-ln of the probability of what happened, element by element.

    Probabilities are first moved into floor .. 1 - floor: 0 of 2,000 samples does not mean that the event is thought
    impossible. One case then costs at most 6.9 (-ln 0.001). Between 0 and the floor, and between 1 - floor and 1, the
    score cannot tell forecasts apart.

    Parameters
    ----------
    probability : float64[...]
        Forecast probability.
    event : float64[...]
        0 or 1 (or bool).
    floor : float
        Smallest probability that is scored.

    Raises
    ------
    ValueError
        If the floor is not above 0 and below a half, or a probability does not lie between 0 and 1.
    """
    import scoringrules as sr

    if not 0.0 < floor < 0.5:
        raise ValueError(f"the floor must lie between 0 and a half: {floor}")
    p, e = np.asarray(probability, dtype=np.float64), np.asarray(event, dtype=np.float64)
    if np.any((p < 0.0) | (p > 1.0)):
        raise ValueError("probabilities must lie between 0 and 1")
    return np.asarray(sr.log_score(e, np.clip(p, floor, 1.0 - floor), backend="numpy"), dtype=np.float64)


class ReliabilityBin(NamedTuple):
    """Forecasts from `low` to below `high` (the last bin includes `high`): number, mean, share of events."""

    low: float
    high: float
    n: int
    forecast: float
    observed: float


class Murphy(NamedTuple):
    """Murphy's decomposition: brier = reliability - resolution + uncertainty + within, to rounding.

    Attributes
    ----------
    within : float
        Variance of the forecasts inside their bins minus twice their covariance with the events there (Stephenson,
        Coelho & Jolliffe 2008). It is 0 if all forecasts of a bin are equal.
    bins : tuple of ReliabilityBin
        The bins that have forecasts.
    """

    brier: float
    reliability: float
    resolution: float
    uncertainty: float
    within: float
    n: int
    bins: tuple[ReliabilityBin, ...]


def murphy(probability: npt.ArrayLike, event: npt.ArrayLike, edges: Sequence[float] = EDGES) -> Murphy:
    """Decompose the Brier score over bins of probability.

    With few cases reliability and resolution are both too large, by about (bins in use) x uncertainty / N each.

    Parameters
    ----------
    probability : float64[N]
        Forecast probabilities.
    event : float64[N]
        0 or 1 (or bool).
    edges : sequence of float
        Edges of the bins, rising from 0 to 1; by default ten bins of equal width.

    Raises
    ------
    ValueError
        If the input is empty or not of that kind.
    """
    p, e = np.asarray(probability, dtype=np.float64), np.asarray(event, dtype=np.float64)
    ends = np.asarray(edges, dtype=np.float64)
    if p.ndim != 1 or p.shape != e.shape or p.size == 0:
        raise ValueError(f"probabilities of shape {p.shape} and events of shape {e.shape} are not a list of cases")
    if not (np.all((p >= 0.0) & (p <= 1.0)) and np.all((e == 0.0) | (e == 1.0))):
        raise ValueError("probabilities must lie between 0 and 1, events must be 0 or 1")
    if ends.size < 2 or ends[0] != 0.0 or ends[-1] != 1.0 or np.any(np.diff(ends) <= 0.0):
        raise ValueError("edges must rise from 0 to 1")
    index = np.minimum(np.searchsorted(ends, p, side="right") - 1, ends.size - 2)
    base = float(e.mean())
    reliability = resolution = within = 0.0
    bins: list[ReliabilityBin] = []
    for k in np.unique(index):
        members = index == k
        forecast, observed, weight = float(p[members].mean()), float(e[members].mean()), float(members.mean())
        reliability += weight * (forecast - observed) ** 2
        resolution += weight * (observed - base) ** 2
        inside = p[members] - forecast
        within += weight * float(np.mean(inside**2 - 2.0 * inside * (e[members] - observed)))
        bins.append(ReliabilityBin(float(ends[k]), float(ends[k + 1]), int(members.sum()), forecast, observed))
    brier = float(np.mean((p - e) ** 2))
    return Murphy(brier, reliability, resolution, base * (1.0 - base), within, p.size, tuple(bins))
