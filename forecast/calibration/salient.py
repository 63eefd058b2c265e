"""The salient after its peak: weekly fractional decay and area at the end, from one map or more.

    x' = x + ln(1 - decay) + w z,   ln(area on map i) = x + m e_i      z, e_i standard normal

x is the log area. A Kalman filter gives the likelihood on a grid over decay, w and m. Priors, log-normal (median,
spread of the log): decay (0.05, 0.8) a week, w (0.05, 0.7), m (0.05, 0.7); x starts at the mean of the maps, loosely.
The kernel's decay is steady; w is used only to carry the area to week 0 and to widen the decay.
"""

from typing import NamedTuple

import numpy as np

from forecast.observations.series import Floats

LEAST_WEEKS = 5
DECAY, STEP, ERROR = (0.05, 0.8), (0.05, 0.7), (0.05, 0.7)  # median and spread of the log
POINTS = (61, 21, 21)
REACH = 3.0
START_SPREAD = 1.0


class Salient(NamedTuple):
    """Posterior weights and values on the flattened grid; mean and variance of the last log area at each point."""

    weight: Floats
    decay: Floats
    step: Floats
    level: Floats
    variance: Floats
    weeks: int

    def resample(self, n: int, carried: int, rng: np.random.Generator) -> tuple[Floats, Floats, Floats]:
        """`n` values of the decay, of the area at the end and of the area `carried` weeks later, km2."""
        cell = rng.choice(len(self.weight), n, p=self.weight)
        width = 2.0 * REACH * DECAY[1] / (POINTS[0] - 1)
        decay = np.minimum(self.decay[cell] * np.exp(width * rng.uniform(-0.5, 0.5, n)), 0.95)
        last = self.level[cell] + np.sqrt(self.variance[cell]) * rng.standard_normal(n)
        later = last + carried * np.log1p(-decay) + np.sqrt(carried) * self.step[cell] * rng.standard_normal(n)
        return decay, np.exp(last), np.exp(later)


def prior_decay(n: int, rng: np.random.Generator) -> Floats:
    """`n` values of the decay from the prior."""
    return np.minimum(DECAY[0] * np.exp(DECAY[1] * rng.standard_normal(n)), 0.95)


def after_peak(area: Floats) -> Floats:
    """The weeks of areas (weeks, maps) from the largest mean area on."""
    known = ~np.isnan(area)
    mean = np.where(known, area, 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    return area[int(np.argmax(mean)) :]


def fit_salient(area: Floats) -> Salient | None:
    """Fits to areas (weeks, maps) in km2, NaN where missing; None where fewer than 5 weeks from the peak on are told.

    None too where the salient is gone: its log is not a number.
    """
    part = after_peak(area)
    told = ~np.isnan(part)
    if told.any(axis=1).sum() < LEAST_WEEKS or not (part[told] > 0.0).all():
        return None
    axes = [
        median * np.exp(spread * REACH * np.linspace(-1.0, 1.0, points))
        for (median, spread), points in zip((DECAY, STEP, ERROR), POINTS, strict=True)
    ]
    decay, step, error = (x.ravel() for x in np.meshgrid(*axes, indexing="ij"))
    decay = np.minimum(decay, 0.95)
    logs = np.log(part, where=told, out=np.full(part.shape, np.nan))
    level = np.full(len(decay), np.nanmean(logs[told.any(axis=1)][0]))
    variance = np.full(len(decay), START_SPREAD**2)
    fit = np.zeros(len(decay))
    for x, (median, spread) in ((decay, DECAY), (step, STEP), (error, ERROR)):
        fit -= 0.5 * (np.log(x / median) / spread) ** 2
    for t, row in enumerate(logs):
        if t:
            level, variance = level + np.log1p(-decay), variance + step**2
        for y in row[~np.isnan(row)]:
            total = variance + error**2
            fit -= 0.5 * (np.log(total) + (y - level) ** 2 / total)
            level, variance = level + variance / total * (y - level), variance * error**2 / total
    weight = np.exp(fit - fit.max())
    return Salient(weight / weight.sum(), decay, step, level, variance, int(told.any(axis=1).sum()))
