"""Fits the salient after its peak: its weekly decay and its area at the end, from one or more maps.

The salient is land of the attacker that the defender holds. With x its log area in a week, and x' that of the next:

    x' = x + ln(1 - decay) + w z,   ln(area on map i) = x + m e_i      z, e_i standard normal

decay is the share that is lost in a week, w the size of a random weekly step, m the error of a map. A Kalman filter
gives the likelihood on a grid of decay, w and m. Their priors are log-normal (median, spread of the log): decay (0.05,
0.8) a week, w (0.05, 0.7), m (0.05, 0.7). x starts near the mean of the maps. In the kernel the decay is constant; w is
used only to carry the area to week 0, and makes the posterior of the decay wider.
"""

from typing import NamedTuple

import numpy as np

from forecast.observations.series import Floats

MIN_WEEKS = 5
DECAY, STEP, ERROR = (0.05, 0.8), (0.05, 0.7), (0.05, 0.7)  # median and spread of the log
POINTS = (61, 21, 21)
REACH = 3.0  # the grid covers 3 spreads on each side of the median
START_SPREAD = 1.0
MAX_DECAY = 0.95


class SalientFit(NamedTuple):
    """Posterior on the grid of decay, w and m, one entry per cell.

    Attributes
    ----------
    weight : float64[grid]
        Posterior weights, which sum to one.
    decay, step : float64[grid]
        Share of the area that is lost in a week, and w.
    level, variance : float64[grid]
        Mean and variance of the log area in the last week, given decay, w and m.
    weeks : int
        Number of weeks with an area, from the peak on.
    """

    weight: Floats
    decay: Floats
    step: Floats
    level: Floats
    variance: Floats
    weeks: int

    def resample(self, n: int, ahead: int, rng: np.random.Generator) -> tuple[Floats, Floats, Floats]:
        """Draw from the posterior.

        Parameters
        ----------
        n : int
            Number of draws.
        ahead : int
            Weeks from the last week of the series to week 0.
        rng : numpy.random.Generator
            Draws everything.

        Returns
        -------
        tuple of float64[n]
            Decay a week, area after the last week and area at week 0, km2.
        """
        cell = rng.choice(len(self.weight), n, p=self.weight)
        width = 2.0 * REACH * DECAY[1] / (POINTS[0] - 1)
        decay = np.minimum(self.decay[cell] * np.exp(width * rng.uniform(-0.5, 0.5, n)), MAX_DECAY)
        last = self.level[cell] + np.sqrt(self.variance[cell]) * rng.standard_normal(n)
        later = last + ahead * np.log1p(-decay) + np.sqrt(ahead) * self.step[cell] * rng.standard_normal(n)
        return decay, np.exp(last), np.exp(later)


def prior_decay(n: int, rng: np.random.Generator) -> Floats:
    """Draw `n` values of the weekly decay from its prior."""
    return np.minimum(DECAY[0] * np.exp(DECAY[1] * rng.standard_normal(n)), MAX_DECAY)


def after_peak(area: Floats) -> Floats:
    """Select the rows of areas float64[weeks, maps] from the week of the largest mean area on."""
    known = ~np.isnan(area)
    mean = np.where(known, area, 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    return area[int(np.argmax(mean)) :]


def fit_salient(area: Floats) -> SalientFit | None:
    """Fit the decay to areas float64[weeks, maps] in km2, NaN where missing.

    Returns None if fewer than 5 weeks from the peak on have an area, or if an area there is 0 (it has no log).
    """
    falling = after_peak(area)
    known = ~np.isnan(falling)
    if known.any(axis=1).sum() < MIN_WEEKS or not (falling[known] > 0.0).all():
        return None
    axes = [
        median * np.exp(spread * REACH * np.linspace(-1.0, 1.0, points))
        for (median, spread), points in zip((DECAY, STEP, ERROR), POINTS, strict=True)
    ]
    decay, step, error = (x.ravel() for x in np.meshgrid(*axes, indexing="ij"))
    decay = np.minimum(decay, MAX_DECAY)
    logs = np.log(falling, where=known, out=np.full(falling.shape, np.nan))
    level = np.full(len(decay), np.nanmean(logs[known.any(axis=1)][0]))
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
    return SalientFit(weight / weight.sum(), decay, step, level, variance, int(known.any(axis=1).sum()))
