"""Filter for the weekly level of the front, run for many parameter vectors at once.

Level x (transformed units): x' = mu + phi (x - mu) + q z with phi = 0.5^(1/halflife), q = sd sqrt(1 - phi^2), z normal.
Map i shows a gain whose level is x + s (shock z_0 + noise_i z_i): a real weekly shock and the timing noise of the map,
Student t with 6 degrees of freedom and unit variance through the scale s of the week, 4/s^2 ~ chi^2(6). Given s this is
a Kalman filter; s takes a few values, and the mixture over them is collapsed to its mean and variance each week
(Harrison & Stevens 1976). An odd week is then put down to a large s and does not carry the level away.
"""

import math
from typing import NamedTuple

import numpy as np

from forecast.calibration.front_law import THIRD, Curve
from forecast.calibration.level_prior import LevelParameters
from forecast.observations.series import Floats

DEGREES = 6.0
UNIT_VARIANCE = (DEGREES - 2.0) / DEGREES
CHANCE = np.array([0.3, 0.3, 0.2, 0.12, 0.06, 0.016, 0.004])
VARIANCE = np.array([0.4139, 0.7005, 1.0593, 1.5850, 2.5402, 4.4794, 9.8888])
"""Variances s^2 and their chances: means of 4/chi^2(6) over bins of these chances, from the calm to the odd week."""


class Filtered(NamedTuple):
    """Log likelihood, and mean and variance of the level after the last week, one entry per draw."""

    loglik: Floats
    level: Floats
    variance: Floats


def filter_level(net: Floats, p: LevelParameters, curve: Curve = THIRD) -> Filtered:
    """Runs the filter over `net` (weeks, maps) in km2 a week, NaN where a map has no value for a week."""
    phi, innovation = p.step()
    level, variance = p.mean.copy(), p.sd**2
    precision, known = 1.0 / p.noise**2, ~np.isnan(net)
    shown = curve.to_level(net[:, :, None], p.scale)
    loglik = curve.log_slope(net[known][:, None], p.scale).sum(axis=0)
    scale = VARIANCE[:, None]
    shock = scale * p.shock**2
    for t, where in enumerate(known):
        if t:
            level = p.mean + phi * (level - p.mean)
            variance = phi**2 * variance + innovation
        seen = np.flatnonzero(where)
        if not len(seen):
            continue
        v, weight = shown[t, seen] - level, precision[seen]
        # inverse of (variance + s^2 shock^2) 11' + s^2 diag(noise^2), by Sherman and Morrison; one row per s
        total, score = weight.sum(axis=0) / scale, (weight * v).sum(axis=0) / scale
        common = variance + shock
        gain = 1.0 / (1.0 + common * total)
        distance = (weight * v * v).sum(axis=0) / scale - common * gain * score**2
        least = distance.min(axis=0)
        chance = CHANCE[:, None] * scale ** (-0.5 * len(seen)) * np.sqrt(gain) * np.exp(0.5 * (least - distance))
        whole = chance.sum(axis=0)
        chance /= whole
        known_noise = 0.5 * (np.log(weight).sum(axis=0) - len(seen) * math.log(2.0 * math.pi))
        loglik += np.log(whole) - 0.5 * least + known_noise
        pull = variance * gain
        means = pull * score
        move = (chance * means).sum(axis=0)
        spreads = variance * (1.0 - pull * total)
        variance = (chance * (spreads + (means - move) ** 2)).sum(axis=0)
        level = level + move
    return Filtered(loglik, level, variance)
