"""Robust filter for the weekly level of the front, run for many parameter vectors at once.

Level x (transformed units): x' = mu + phi (x - mu) + q z with phi = 0.5^(1/halflife), q = sd sqrt(1 - phi^2). Map i
shows a gain whose level is x + c + e_i: a real weekly shock c of standard deviation `shock`, timing noise e_i of the
map. Innovations are Student t with 6 degrees of freedom, scaled so that `shock` and the map noise are standard
deviations; the gain of the filter falls with their size, so that one odd week does not carry the level away.
"""

import math
from typing import NamedTuple

import numpy as np

from forecast.assess.calibration.level_prior import LevelParameters
from forecast.assess.calibration.transform import THIRD, Curve
from forecast.assess.observations.series import Floats

DEGREES = 6.0
UNIT_VARIANCE = (DEGREES - 2.0) / DEGREES


class Filtered(NamedTuple):
    """Log likelihood, and mean and variance of the level after the last week, one entry per draw."""

    loglik: Floats
    level: Floats
    variance: Floats


def filter_level(net: Floats, p: LevelParameters, curve: Curve = THIRD) -> Filtered:
    """Runs the filter over `net` (weeks, maps) in km2 a week, NaN where a map has no value for a week."""
    phi, innovation = p.step()
    level, variance = p.mean.copy(), p.sd**2
    precision = 1.0 / p.noise**2
    known = ~np.isnan(net)
    shown = curve.to_level(net[:, :, None], p.scale)
    loglik = curve.log_slope(net[known][:, None], p.scale).sum(axis=0)
    for t, where in enumerate(known):
        if t:
            level = p.mean + phi * (level - p.mean)
            variance = phi**2 * variance + innovation
        seen = np.flatnonzero(where)
        n = len(seen)
        if not n:
            continue
        common = variance + p.shock**2
        v = shown[t, seen] - level
        weight = precision[seen]
        # inverse of common * 11' + diag(noise^2), by Sherman and Morrison
        total = weight.sum(axis=0)
        score = (weight * v).sum(axis=0)
        distance = ((weight * v * v).sum(axis=0) - common / (1.0 + common * total) * score**2) / UNIT_VARIANCE
        logdet = np.log1p(common * total) - np.log(weight).sum(axis=0)
        loglik += (
            math.lgamma((DEGREES + n) / 2)
            - math.lgamma(DEGREES / 2)
            - 0.5 * n * math.log(DEGREES * math.pi * UNIT_VARIANCE)
            - 0.5 * logdet
            - 0.5 * (DEGREES + n) * np.log1p(distance / DEGREES)
        )
        robust = np.minimum(1.0, (DEGREES + n) / (DEGREES + distance))
        gain = 1.0 / (1.0 + common * total)
        level = level + robust * variance * gain * score
        variance = variance * (1.0 - robust * variance * gain * total)
    return Filtered(loglik, level, variance)
