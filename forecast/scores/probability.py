"""Scores of the probability of an event: Brier score, logarithmic score, and Murphy's decomposition of the Brier score.

A case is one forecast probability together with what happened: the event (1) or not (0).
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from forecast.scores.univariate import Floats

FLOOR = 1e-3
EDGES = tuple(k / 10 for k in range(11))


def brier_score(probability: npt.ArrayLike, event: npt.ArrayLike) -> Floats:
    """Compute (probability - event)^2 for each case; `event` is 0 or 1 (or bool).

    Raises ValueError if a probability does not lie between 0 and 1 or an event is not 0 or 1.
    """
    import scoringrules as sr

    p, e = np.asarray(probability, dtype=np.float64), np.asarray(event, dtype=np.float64)
    return np.asarray(sr.brier_score(e, p, backend="numpy"), dtype=np.float64)


def log_score(probability: npt.ArrayLike, event: npt.ArrayLike, floor: float = FLOOR) -> Floats:
    """Compute minus the natural log of the probability of what happened, for each case.

    Probabilities below `floor` are raised to it, and those above 1 - floor are lowered to that: 0 of 2,000 samples does
    not mean that the event is impossible. One case then costs at most 6.9 (-ln 0.001). The score does not distinguish
    probabilities beyond these bounds.

    Parameters
    ----------
    probability : float64[...]
        Forecast probability.
    event : float64[...]
        0 or 1 (or bool).
    floor : float
        Lower bound of the probabilities.

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
    """The n cases with a probability from `low` to below `high` (the last bin includes `high`).

    `forecast` is the mean of their probabilities, `observed` the share of them in which the event happened.
    """

    low: float
    high: float
    n: int
    forecast: float
    observed: float


class Murphy(NamedTuple):
    """Murphy's decomposition of the Brier score: brier = reliability - resolution + uncertainty + within.

    Attributes
    ----------
    brier : float
        Mean Brier score of the cases.
    reliability : float
        Mean squared difference between the mean forecast of a bin and its share of events; 0 is best.
    resolution : float
        Variance of the share of events between bins; larger is better.
    uncertainty : float
        Variance of the event itself, b (1 - b) with b its share in all cases.
    within : float
        Variance of the forecasts inside their bins minus twice their covariance with the events there (Stephenson,
        Coelho & Jolliffe 2008). It is 0 if all forecasts of a bin are equal.
    n : int
        Number of cases.
    bins : tuple of ReliabilityBin
        The bins that have cases.
    """

    brier: float
    reliability: float
    resolution: float
    uncertainty: float
    within: float
    n: int
    bins: tuple[ReliabilityBin, ...]


def murphy(probability: npt.ArrayLike, event: npt.ArrayLike, edges: Sequence[float] = EDGES) -> Murphy:
    """Decompose the Brier score, with the cases grouped into bins of probability.

    With few cases, reliability and resolution are both too large, each by about (bins with cases) x uncertainty / N.

    Parameters
    ----------
    probability : float64[N]
        Forecast probabilities, 0 .. 1.
    event : float64[N]
        0 or 1 (or bool).
    edges : sequence of float
        Edges of the bins, rising from 0 to 1; by default ten bins of equal width.

    Raises
    ------
    ValueError
        If there is no case, or an argument does not have the shape or the values given above.
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
