"""Robust filter for the weekly level of the front, run for many parameter vectors at once.

Level x (asinh units): x' = mu + phi (x - mu) + q z with phi = 0.5^(1/halflife), q = sd sqrt(1 - phi^2). Map i shows
net_i = k sinh(x + c + e_i): a real weekly shock c of standard deviation `shock`, timing noise e_i of the map.
Innovations are Student t with 6 degrees of freedom, scaled so that `shock` and the map noise are standard deviations.
"""

import math
from typing import NamedTuple

import numpy as np

from forecast.assess.front_statistics.observations import Floats

DEGREES = 6.0
UNIT_VARIANCE = (DEGREES - 2.0) / DEGREES


class LevelParameters(NamedTuple):
    """Parameter vectors, one entry per draw: km2/week, weeks, asinh units."""

    scale: Floats
    halflife: Floats
    sd: Floats
    mean: Floats
    shock: Floats
    noise: Floats  # (2, draws): timing noise of either map

    def step(self) -> tuple[Floats, Floats]:
        """Weekly persistence and innovation variance of the level."""
        phi = 0.5 ** (1.0 / self.halflife)
        return phi, self.sd**2 * (1.0 - phi**2)


class Filtered(NamedTuple):
    """Log likelihood, and mean and variance of the level after the last week, one entry per draw."""

    loglik: Floats
    level: Floats
    variance: Floats


def filter_level(net: Floats, p: LevelParameters) -> Filtered:
    """Runs the filter over `net` (weeks, 2 maps) in km2 a week, NaN where a map has no value for a week."""
    phi, innovation = p.step()
    level, variance = p.mean.copy(), p.sd**2
    loglik = np.zeros_like(level)
    for t, row in enumerate(net):
        if t:
            level = p.mean + phi * (level - p.mean)
            variance = phi**2 * variance + innovation
        common = variance + p.shock**2
        seen = np.flatnonzero(~np.isnan(row))
        if not len(seen):
            continue
        v = np.array([np.arcsinh(row[i] / p.scale) - level for i in seen])
        noise = p.noise[seen] ** 2
        # inverse of common * 11' + diag(noise), by Sherman and Morrison
        weight = 1.0 / noise
        total = weight.sum(axis=0)
        shrink = common / (1.0 + common * total)
        score = (weight * v).sum(axis=0)
        distance = ((weight * v * v).sum(axis=0) - shrink * score**2) / UNIT_VARIANCE
        logdet = np.log(noise).sum(axis=0) + np.log1p(common * total)
        n = len(seen)
        loglik += (
            math.lgamma((DEGREES + n) / 2)
            - math.lgamma(DEGREES / 2)
            - 0.5 * n * math.log(DEGREES * math.pi * UNIT_VARIANCE)
            - 0.5 * logdet
            - 0.5 * (DEGREES + n) * np.log1p(distance / DEGREES)
            - 0.5 * sum(np.log(row[i] ** 2 + p.scale**2) for i in seen)
        )
        robust = np.minimum(1.0, (DEGREES + n) / (DEGREES + distance))
        gain = 1.0 / (1.0 + common * total)
        level = level + robust * variance * gain * score
        variance = variance * (1.0 - robust * variance * gain * total)
    return Filtered(loglik, level, variance)
