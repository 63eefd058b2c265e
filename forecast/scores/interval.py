"""Central intervals of samples: whether they hold the truth, how wide they are, and their interval score."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from forecast.scores.crps import Floats, paired

LEVELS = (0.5, 0.8, 0.9, 0.95)


class Intervals(NamedTuple):
    """Ends float64[..., K] of the central intervals of `levels`."""

    levels: tuple[float, ...]
    lower: Floats
    upper: Floats

    @property
    def width(self) -> Floats:
        """Upper less lower end, [..., K]."""
        return self.upper - self.lower


def central(samples: npt.ArrayLike, levels: Sequence[float] = LEVELS) -> Intervals:
    """Central intervals of samples float64[..., M].

    The ends are the quantiles (1 - level)/2 and (1 + level)/2, interpolated linearly between order statistics (numpy's
    default, Hyndman & Fan's seventh). Under the true law an interval between two samples covers level (M - 1)/(M + 1)
    on average, for 2,000 samples 0.7992 instead of 0.8: no correction is made.
    """
    wanted = np.asarray(levels, dtype=np.float64)
    if np.any((wanted <= 0.0) | (wanted >= 1.0)):
        raise ValueError(f"levels must lie between 0 and 1: {tuple(levels)}")
    sides = np.stack([1.0 - wanted, 1.0 + wanted]) / 2.0
    lower, upper = np.moveaxis(np.quantile(np.asarray(samples, dtype=np.float64), sides, axis=-1), 1, -1)
    return Intervals(tuple(float(level) for level in wanted), lower, upper)


def covered(intervals: Intervals, truth: npt.ArrayLike) -> Floats:
    """1 where the interval holds the truth float64[...] (its ends count), 0 where not, NaN without truth; [..., K]."""
    y = np.asarray(truth, dtype=np.float64)[..., None]
    inside = (intervals.lower <= y) & (y <= intervals.upper)
    return np.where(np.isnan(y), np.nan, inside.astype(np.float64))


def interval_score(intervals: Intervals, truth: npt.ArrayLike) -> Floats:
    """Winkler's score of each interval, [..., K]: its width, plus 2/(1 - level) times how far outside the truth is."""
    import scoringrules as sr

    y = np.asarray(truth, dtype=np.float64)
    alpha = 1.0 - np.asarray(intervals.levels)
    found = sr.interval_score(y, intervals.lower, intervals.upper, alpha, backend="numpy")
    return np.asarray(found, dtype=np.float64).reshape(intervals.lower.shape)  # the library drops axes of length 1


def coverage(samples: npt.ArrayLike, truth: npt.ArrayLike, levels: Sequence[float] = LEVELS) -> Floats:
    """Share of known truths inside each central interval, float64[K]; samples [..., M], truth [...]."""
    x, y = paired(samples, truth)
    inside = covered(central(x, levels), y).reshape(-1, len(levels))
    known = ~np.isnan(y).reshape(-1)
    return np.asarray(inside[known].mean(axis=0)) if known.any() else np.full(len(levels), np.nan)
