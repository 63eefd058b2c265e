"""Brier and logarithmic score of the probability of an event."""

import numpy as np
import numpy.typing as npt

from forecast.scores.crps import Floats

FLOOR = 1e-3


def brier_score(probability: npt.ArrayLike, event: npt.ArrayLike) -> Floats:
    """(probability - event)^2, element by element; event is 0 or 1 (or bool). Raises ValueError for anything else."""
    import scoringrules as sr

    p, e = np.asarray(probability, dtype=np.float64), np.asarray(event, dtype=np.float64)
    return np.asarray(sr.brier_score(e, p, backend="numpy"), dtype=np.float64)


def log_score(probability: npt.ArrayLike, event: npt.ArrayLike, floor: float = FLOOR) -> Floats:
    """-ln of the probability given to what happened, element by element.

    Probabilities are moved into floor .. 1 - floor first: 0 of 2,000 samples is not a belief that the event is
    impossible, and one case may then cost 6.9 (-ln 0.001) at most. Between 0 and the floor, and again at the top, the
    score cannot tell forecasts apart. Raises ValueError if the floor is not above 0 and below a half.
    """
    import scoringrules as sr

    if not 0.0 < floor < 0.5:
        raise ValueError(f"the floor must lie between 0 and a half: {floor}")
    p, e = np.asarray(probability, dtype=np.float64), np.asarray(event, dtype=np.float64)
    if np.any((p < 0.0) | (p > 1.0)):
        raise ValueError("probabilities must lie between 0 and 1")
    return np.asarray(sr.log_score(e, np.clip(p, floor, 1.0 - floor), backend="numpy"), dtype=np.float64)
