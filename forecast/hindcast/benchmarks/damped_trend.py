"""Forecasts by a damped trend with robust smoothing: level and slope follow the past, and odd weeks move them little.

The recursions are Holt's with a damped slope (Gardner & McKenzie 1985), in the form that cleans each week before it is
smoothed (Gelper, Fried & Croux 2010).
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from forecast.hindcast.benchmarks.past import constant, observed_weeks, sums
from forecast.observations.series import Floats

MIN_WEEKS = 13
START_WEEKS = 8  # their median is the first level
ERROR_WEEKS = 52  # the errors of the coming weeks are drawn from these last weeks
LIMIT = 2.0  # scales: a larger error is cut before it is smoothed
LARGEST = 2.52  # of the bounded loss, which then has mean 1 under a normal law (Gelper, Fried & Croux 2010)
SCALE_SHARE = 0.1  # weight of the newest week in the scale
SMALLEST_SCALE = 0.25  # of the mean absolute deviation: a quiet stretch does not make every later week odd
TO_SD = float(np.sqrt(np.pi / 2.0))  # standard deviation of a normal law over its mean absolute deviation

LEVEL_SHARES = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8)
SLOPE_SHARES = (0.0, 0.05, 0.1, 0.2, 0.3)
DAMPING = (0.8, 0.9, 0.95, 0.98)  # Hyndman & Athanasopoulos (2021) bound it to 0.8 .. 0.98


class Smoothed(NamedTuple):
    """State at the end of a record, and the errors on the way, for k settings of the smoothing.

    Attributes
    ----------
    level, slope : float64[k]
        Level, km2 a week, and its change, km2 a week per week.
    scale : float64[k]
        Scale of an error, km2 a week.
    errors : float64[weeks, k]
        Observed minus forecast from the week before, km2 a week; NaN where the week is missing.
    """

    level: Floats
    slope: Floats
    scale: Floats
    errors: Floats


class Setting(NamedTuple):
    """Weights of the newest error in level and slope, and the share of the slope that is left after a week.

    Each is float64[k]. The slope takes `level * slope` of an error, as in Hyndman & Athanasopoulos (2021).
    """

    level: Floats
    slope: Floats
    damping: Floats


def damped_trend(past: Floats, horizons: Sequence[int], n: int, rng: np.random.Generator) -> Floats:
    """Extend level and damped slope, with errors like those of the last year.

    The setting is that of the grid above with the smallest mean absolute error a week ahead. A path draws its errors
    from the last 52 weeks; they move its level and slope as the past errors did. Their mean is taken out there, so that
    a path has no drift but its slope. A series that never changed is forecast not to change.

    Parameters
    ----------
    past, horizons, n, rng
        As in `forecast.hindcast.benchmarks`.
    """
    values = observed_weeks(past, MIN_WEEKS, "damped_trend")
    if np.ptp(values) == 0.0:
        return constant(values[0], horizons, n)
    grid = np.array(np.meshgrid(LEVEL_SHARES, SLOPE_SHARES, DAMPING, indexing="ij")).reshape(3, -1)
    spread = TO_SD * float(np.abs(values - np.median(values)).mean())
    first = float(np.median(values[:START_WEEKS]))
    smoothed = smooth(past, Setting(*grid), (first, 0.0, spread), SMALLEST_SCALE * spread)
    chosen = int(np.argmin(np.nanmean(np.abs(smoothed.errors), axis=0)))
    errors = smoothed.errors[:, chosen]
    errors = errors[~np.isnan(errors)][-ERROR_WEEKS:]
    limit = LIMIT * smoothed.scale[chosen]
    centre = float(np.clip(errors, -limit, limit).mean())
    share, slope_share, damping = grid[:, chosen]
    level, slope = np.full(n, smoothed.level[chosen]), np.full(n, smoothed.slope[chosen])
    weeks = np.empty((n, max(horizons)))
    drawn = errors[rng.integers(0, len(errors), size=weeks.shape)]
    for week in range(weeks.shape[1]):
        slope = damping * slope
        level = level + slope
        weeks[:, week] = level + drawn[:, week]
        move = share * (np.clip(drawn[:, week], -limit, limit) - centre)
        level, slope = level + move, slope + slope_share * move
    return sums(weeks, horizons)


def smooth(
    past: Floats, setting: Setting, start: tuple[float, float, float], smallest: float, limit: float = LIMIT
) -> Smoothed:
    """Run the recursions through the record, for all settings at once.

    With e the error a week ahead, s its scale and p(x) = 2.52 (1 - (1 - x^2/4)^3), at most 2.52:

        s'^2  = 0.1 p(e/s) s^2 + 0.9 s^2,   not below `smallest`
        u     = e cut to -limit s' .. limit s'
        level = level + damping slope + a u,   slope = damping slope + a b u

    A missing week has u = 0 and leaves s.

    Parameters
    ----------
    past : float64[weeks]
        Weekly net gain, km2; NaN where missing.
    setting : Setting
        a, b and the damping, each float64[k].
    start : tuple of float
        Level, slope and scale before the first week.
    smallest : float
        Lower bound of the scale, km2 a week.
    limit : float
        Scales beyond which an error is cut; infinity gives the classical method.
    """
    count = len(setting.level)
    level, slope, scale = (np.full(count, value) for value in start)
    errors = np.full((len(past), count), np.nan)
    for week, value in enumerate(past):
        slope = setting.damping * slope
        level = level + slope
        if np.isnan(value):
            continue
        error = value - level
        errors[week] = error
        loss = LARGEST * (1.0 - (1.0 - np.minimum(np.abs(error / scale) / LIMIT, 1.0) ** 2) ** 3)
        scale = np.maximum(np.sqrt(scale**2 * (1.0 - SCALE_SHARE + SCALE_SHARE * loss)), smallest)
        move = setting.level * np.clip(error, -limit * scale, limit * scale)
        level, slope = level + move, slope + setting.slope * move
    return Smoothed(level, slope, scale, errors)
