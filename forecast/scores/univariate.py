"""Scores of samples of one number: CRPS, threshold-weighted CRPS (twCRPS), and central intervals. Lower is better.

CRPS is the continuous ranked probability score. A fair score is unbiased for any number of samples. M is the number of
samples; the truth is what was observed.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

LEVELS = (0.5, 0.8, 0.9, 0.95)
UPPER_KM2_PER_WEEK = 150.0
LOWER_KM2_PER_WEEK = 0.0


def crps(samples: npt.ArrayLike, truth: npt.ArrayLike) -> Floats:
    """Compute the fair CRPS of samples float64[..., M] and truth float64[...]. It is in the unit of the samples.

    It is mean |x - y| - sum over ordered pairs i, j of |x_i - x_j| / (2 M (M - 1)); a NaN truth gives NaN. The
    estimator `pwm` of scoringrules gives that number in time of order M log M; its estimator `fair` visits all pairs.
    The expected value is the CRPS of the distribution that the samples are drawn from (Ferro 2014), so a single score
    may be below 0. Raises ValueError as `paired` does.
    """
    import scoringrules as sr

    x, y = paired(samples, truth)
    return np.asarray(sr.crps_ensemble(y, x, estimator="pwm", backend="numpy"), dtype=np.float64)


def paired(samples: npt.ArrayLike, truth: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Convert to samples float64[..., M] and truth float64[...], and check the shapes.

    Raises
    ------
    ValueError
        If the shapes do not fit or M is below 2.
    """
    x, y = np.asarray(samples, dtype=np.float64), np.asarray(truth, dtype=np.float64)
    if x.ndim == 0 or x.shape[:-1] != y.shape:
        raise ValueError(f"samples of shape {x.shape} do not fit truth of shape {y.shape}")
    if x.shape[-1] < 2:
        raise ValueError("a fair score needs at least 2 samples")
    return x, y


def twcrps(
    samples: npt.ArrayLike, truth: npt.ArrayLike, lower: float | None = None, upper: float | None = None
) -> Floats:
    """Compute the threshold-weighted fair CRPS, to which only the tails contribute.

    The weight is 1 below `lower` and above `upper`, and 0 between them. Samples and truth are transformed by the
    integral of the weight (`tails`); the CRPS of the transformed numbers is the score (Allen, Ginsbourger & Ziegel
    2023).

    Parameters
    ----------
    samples : float64[..., M]
        Samples of the forecast.
    truth : float64[...]
        What was observed; NaN gives NaN.
    lower, upper : float, optional
        Thresholds in the unit of the samples. If one is None, that tail does not count.

    Returns
    -------
    float64[...]
        In the unit of the samples.

    Raises
    ------
    ValueError
        If both thresholds are None, lower is above upper, the shapes do not fit, or M is below 2.
    """
    import scoringrules as sr

    if lower is None and upper is None:
        raise ValueError("twcrps needs a lower or an upper threshold")
    if lower is not None and upper is not None and lower > upper:
        raise ValueError(f"the lower threshold {lower} is above the upper one, {upper}")
    x, y = paired(samples, truth)
    scores = sr.twcrps_ensemble(y, x, v_func=lambda v: tails(v, lower, upper), estimator="pwm", backend="numpy")
    return np.asarray(scores, dtype=np.float64)


def tails(values: Floats, lower: float | None, upper: float | None) -> Floats:
    """Transform values for twCRPS: min(x - lower, 0) + max(x - upper, 0).

    Parameters
    ----------
    values : float64[...]
        Samples or truths.
    lower, upper : float or None
        Thresholds in the same unit. If one is None, its term is 0.
    """
    below = 0.0 if lower is None else np.minimum(values - lower, 0.0)
    above = 0.0 if upper is None else np.maximum(values - upper, 0.0)
    return np.asarray(below + above)


def thresholds(horizon: int) -> tuple[float, float]:
    """Return the lower and upper threshold of a gain summed over `horizon` weeks, km2 (dossier, section 9).

    They are meant for the whole front. A single sector hardly ever reaches the upper threshold, so almost only losses
    of ground contribute to its twCRPS.
    """
    return LOWER_KM2_PER_WEEK * horizon, UPPER_KM2_PER_WEEK * horizon


class Intervals(NamedTuple):
    """Central intervals of K levels; `lower` and `upper` are their ends, float64[..., K]."""

    levels: tuple[float, ...]
    lower: Floats
    upper: Floats

    @property
    def width(self) -> Floats:
        """Width of the intervals, float64[..., K]."""
        return self.upper - self.lower


def central(samples: npt.ArrayLike, levels: Sequence[float] = LEVELS) -> Intervals:
    """Compute the central intervals of samples float64[..., M] at the given levels (0.8 for an 80% interval).

    The ends are the quantiles (1 - level)/2 and (1 + level)/2, interpolated linearly between order statistics (numpy's
    default, method 7 of Hyndman & Fan). If samples and truth come from the same distribution, an interval contains the
    truth with probability level (M - 1)/(M + 1) on average: 0.7992 instead of 0.8 for 2,000 samples. This is not
    corrected.

    Raises
    ------
    ValueError
        If a level does not lie between 0 and 1.
    """
    shares = np.asarray(levels, dtype=np.float64)
    if np.any((shares <= 0.0) | (shares >= 1.0)):
        raise ValueError(f"levels must lie between 0 and 1: {tuple(levels)}")
    quantile_levels = np.stack([1.0 - shares, 1.0 + shares]) / 2.0
    lower, upper = np.moveaxis(np.quantile(np.asarray(samples, dtype=np.float64), quantile_levels, axis=-1), 1, -1)
    return Intervals(tuple(float(level) for level in shares), lower, upper)


def covered(intervals: Intervals, truth: npt.ArrayLike) -> Floats:
    """Return 1 where an interval contains the truth float64[...] (ends included), else 0; NaN where the truth is NaN.

    The result is float64[..., K].
    """
    y = np.asarray(truth, dtype=np.float64)[..., None]
    inside = (intervals.lower <= y) & (y <= intervals.upper)
    return np.where(np.isnan(y), np.nan, inside.astype(np.float64))


def interval_score(intervals: Intervals, truth: npt.ArrayLike) -> Floats:
    """Compute Winkler's score float64[..., K].

    It is the width of the interval, plus 2/(1 - level) times the distance of the truth from it (0 if inside).
    """
    import scoringrules as sr

    y = np.asarray(truth, dtype=np.float64)
    alpha = 1.0 - np.asarray(intervals.levels)
    scores = sr.interval_score(y, intervals.lower, intervals.upper, alpha, backend="numpy")
    return np.asarray(scores, dtype=np.float64).reshape(intervals.lower.shape)  # the library drops axes of length 1


def coverage(samples: npt.ArrayLike, truth: npt.ArrayLike, levels: Sequence[float] = LEVELS) -> Floats:
    """Compute the share of known truths that lie inside each central interval.

    Parameters
    ----------
    samples : float64[..., M]
        Samples of each forecast.
    truth : float64[...]
        What was observed; NaN is left out.
    levels : sequence of float
        Levels of K intervals.

    Returns
    -------
    float64[K]
        NaN if no truth is known.
    """
    x, y = paired(samples, truth)
    inside = covered(central(x, levels), y).reshape(-1, len(levels))
    known = ~np.isnan(y).reshape(-1)
    return np.asarray(inside[known].mean(axis=0)) if known.any() else np.full(len(levels), np.nan)
