"""Synthetic records of the level on two maps or more, for checks of the filter and of the fit."""

from collections.abc import Callable

import numpy as np

from forecast.calibration.front_law import from_level
from forecast.calibration.level_filter import DEGREES, UNIT_VARIANCE
from forecast.calibration.level_prior import LevelParameters
from forecast.calibration.shown import shown
from forecast.observations.series import Floats

MOST_SHOCK = 8.0  # the kernel cuts a Student shock there, before it is scaled

Maker = Callable[[LevelParameters, int, np.random.Generator], tuple[Floats, Floats]]


def levels(p: LevelParameters, weeks: int, rng: np.random.Generator) -> Floats:
    """Paths of the transformed level (weeks, n), the first week from the stationary law."""
    phi, innovation = p.step()
    x = np.empty((weeks, len(p.mean)))
    x[0] = p.mean + p.sd * rng.standard_normal(len(p.mean))
    for t in range(1, weeks):
        x[t] = p.mean + phi * (x[t - 1] - p.mean) + np.sqrt(innovation) * rng.standard_normal(len(p.mean))
    return x


def as_filtered(p: LevelParameters, weeks: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Net gains (maps, weeks, n) and last level (n,): shock and white map noise share the tail of a week.

    That is the law that the filter takes for its innovations.
    """
    x = levels(p, weeks, rng)
    tail = np.sqrt(UNIT_VARIANCE * DEGREES / rng.chisquare(DEGREES, x.shape))
    real = x + p.shock * tail * rng.standard_normal(x.shape)
    noise = [size * tail * rng.standard_normal(x.shape) for size in p.noise]
    return np.stack([from_level(real + e, p.scale) for e in noise]), x[-1]


def as_simulated(p: LevelParameters, weeks: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """The same as the kernel makes gains and `calibration/shown.py` maps: Student shock alone, moving-average noise."""
    x = levels(p, weeks, rng)
    shock = np.clip(rng.standard_t(DEGREES, x.shape), -MOST_SHOCK, MOST_SHOCK) * np.sqrt(UNIT_VARIANCE)
    net = from_level(x + p.shock * shock, p.scale)[:, None]
    return np.stack([shown(net, p.scale, size, rng)[:, 0] for size in p.noise]), x[-1]
