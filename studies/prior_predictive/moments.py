"""Statistics over the first axis (weeks) of series whose last axis holds members or bootstrap series."""

import numpy as np

from forecast.calibration.front_law import to_level
from studies.front_statistics.observations import Floats
from studies.prior_predictive.record import Record

SCALE = np.array(12.9)
"""km2/week: one scale for the level of observed and simulated gains, the posterior median of `level_scale`."""


def level_of(record: Record) -> Floats:
    """Weekly gains as shown, on the scale of the level (modulus transformation)."""
    return to_level(record.shown, SCALE)


def mean(x: Floats) -> Floats:
    """f64[n, m] -> f64[m]."""
    return np.asarray(x.mean(axis=0))


def deviation(x: Floats) -> Floats:
    """Standard deviation, n - 1."""
    return np.asarray(x.std(axis=0, ddof=1))


def variation(x: Floats) -> Floats:
    """Standard deviation over the absolute mean."""
    return np.asarray(deviation(x) / np.maximum(np.abs(mean(x)), 1e-9))


def correlation(x: Floats, y: Floats) -> Floats:
    """Pearson's correlation of two series of equal length, f64[n, m] each; 0 where one of them is constant."""
    a, b = x - x.mean(axis=0), y - y.mean(axis=0)
    below = np.sqrt((a * a).sum(axis=0) * (b * b).sum(axis=0))
    return np.asarray((a * b).sum(axis=0) / np.where(below > 0.0, below, np.inf))


def detrended(x: Floats) -> Floats:
    """Residuals of a straight line through each series, f64[n, m]."""
    t = np.arange(len(x)) - (len(x) - 1) / 2.0
    return np.asarray(x - x.mean(axis=0) - np.outer(t, t @ x / (t @ t)))


def rolling(x: Floats, weeks: int) -> Floats:
    """Sums over `weeks` consecutive entries of the first axis, f64[n - weeks + 1, ...]."""
    below = np.concatenate([np.zeros_like(x[:1]), np.cumsum(x, axis=0)])
    return np.asarray(below[weeks:] - below[:-weeks])
