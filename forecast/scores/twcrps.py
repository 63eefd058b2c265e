"""Threshold-weighted CRPS: what a forecast says of the tails alone."""

import numpy as np
import numpy.typing as npt

from forecast.scores.crps import Floats, paired

UPPER_KM2_PER_WEEK = 150.0
LOWER_KM2_PER_WEEK = 0.0


def twcrps(
    samples: npt.ArrayLike, truth: npt.ArrayLike, lower: float | None = None, upper: float | None = None
) -> Floats:
    """Fair CRPS with weight 1 below `lower` and above `upper` and 0 between; None leaves that tail out.

    samples float64[..., M], truth float64[...], result [...]. Samples and truth are chained through the integral of the
    weight, v(x) = min(x - lower, 0) + max(x - upper, 0) (Allen, Ginsbourger & Ziegel 2023), and scored as they come
    out. Raises ValueError if both ends are None or lower is above upper.
    """
    import scoringrules as sr

    if lower is None and upper is None:
        raise ValueError("twcrps needs a lower or an upper threshold")
    if lower is not None and upper is not None and lower > upper:
        raise ValueError(f"the lower threshold {lower} is above the upper one, {upper}")

    def chained(values: Floats) -> Floats:
        below = 0.0 if lower is None else np.minimum(values - lower, 0.0)
        above = 0.0 if upper is None else np.maximum(values - upper, 0.0)
        return np.asarray(below + above)

    x, y = paired(samples, truth)
    found = sr.twcrps_ensemble(y, x, v_func=chained, estimator="pwm", backend="numpy")
    return np.asarray(found, dtype=np.float64)


def thresholds(horizon: int) -> tuple[float, float]:
    """Lower and upper threshold of a gain summed over `horizon` weeks, km2 (dossier, section 9).

    They are meant for the whole front. In a single sector the upper one is hardly ever reached, so there the score is
    nearly that of the losses of ground alone.
    """
    return LOWER_KM2_PER_WEEK * horizon, UPPER_KM2_PER_WEEK * horizon
