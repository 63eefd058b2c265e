"""Fits the claimed losses of side 1, the attacker: their level at the end and the size of their weekly log shock.

For the last 56 weeks, with T the last of them and z standard normal:

    ln(losses a day in week t) = a + b (t - T) + e_t,   e' = 0.73 e + s sqrt(1 - 0.73^2) z

e is the weekly shock of the kernel with its fixed persistence (attrition.py of the kernel), and s its stationary
standard deviation. The slope b allows claims to rise or fall through the year. The level is exp(a), that of the line at
T without e_T, because a run starts with e = 0. The posterior is computed on a grid of s; given s it is exact in a and
b. The priors of a and b are normal (mean, sd): (ln 1000, 1.5) and (0, 0.02 a week, which is a factor e in a year). That
of s is log-normal (median, sd of the log): (0.15, 0.7). All are much wider than what a year of weeks leaves open.
"""

import math
from typing import NamedTuple

import numpy as np

from forecast.observations.series import Floats
from forecast_kernels.layout import constants

KEEP = constants.LOSS_KEEP  # weekly persistence of the shock
WEEKS, MIN_WEEKS = 56, 13
LEVEL_PRIOR, SLOPE_PRIOR = (math.log(1000.0), 1.5), (0.0, 0.02)
SHOCK_MEDIAN, SHOCK_SPREAD = 0.15, 0.7
GRID = SHOCK_MEDIAN * np.exp(SHOCK_SPREAD * np.linspace(-4.0, 4.0, 321))
DAYS = 7.0


class LossFit(NamedTuple):
    """Posterior of level and shock.

    Attributes
    ----------
    weight : float64[grid]
        Posterior weight of each value of s on GRID; the weights sum to one.
    mean, covariance : float64[grid, 2] and float64[grid, 2, 2]
        Mean and covariance of the log level a and the slope b, given s.
    weeks : int
        Number of weeks with a claim.
    """

    weight: Floats
    mean: Floats
    covariance: Floats
    weeks: int

    def resample(self, n: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
        """Draw `n` pairs: levels in persons a day, and sizes of the weekly log shock."""
        cell = rng.choice(len(GRID), n, p=self.weight)
        shock = GRID[cell] * np.exp((np.log(GRID[1] / GRID[0])) * rng.uniform(-0.5, 0.5, n))
        spread = np.sqrt(self.covariance[cell, 0, 0])
        return np.exp(self.mean[cell, 0] + spread * rng.standard_normal(n)), shock


def prior_losses(n: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Draw `n` pairs from the prior: levels in persons a day, and sizes of the weekly log shock."""
    level = np.exp(LEVEL_PRIOR[0] + LEVEL_PRIOR[1] * rng.standard_normal(n))
    return level, SHOCK_MEDIAN * np.exp(SHOCK_SPREAD * rng.standard_normal(n))


def fit_losses(weekly: Floats) -> LossFit | None:
    """Fit level and shock to claimed losses float64[weeks] in persons a week, NaN where missing.

    Returns None if fewer than 13 of the last 56 weeks have a positive claim.
    """
    last = weekly[-WEEKS:]
    index = np.flatnonzero(np.nan_to_num(last, nan=0.0) > 0.0)
    if len(index) < MIN_WEEKS:
        return None
    y = np.log(last[index] / DAYS)
    design = np.column_stack([np.ones(len(index)), index - (len(last) - 1.0)])
    inverse = np.linalg.inv(KEEP ** np.abs(np.subtract.outer(index, index)))
    precision, pull = design.T @ inverse @ design, design.T @ inverse @ y
    sign, logdet = np.linalg.slogdet(inverse)
    prior = np.diag([LEVEL_PRIOR[1] ** -2, SLOPE_PRIOR[1] ** -2])
    centre = np.array([LEVEL_PRIOR[0], SLOPE_PRIOR[0]])
    covariance = np.linalg.inv(precision / GRID[:, None, None] ** 2 + prior)
    mean = (covariance @ (pull / GRID[:, None] ** 2 + prior @ centre)[..., None])[..., 0]
    square = y @ inverse @ y / GRID**2 + centre @ prior @ centre
    fitted = np.einsum("gi,gij,gj->g", mean, np.linalg.inv(covariance), mean)
    fit = -0.5 * (square - fitted) - len(index) * np.log(GRID) + 0.5 * logdet * sign
    fit += 0.5 * np.linalg.slogdet(covariance)[1] - 0.5 * (np.log(GRID / SHOCK_MEDIAN) / SHOCK_SPREAD) ** 2
    weight = np.exp(fit - fit.max())
    return LossFit(weight / weight.sum(), mean, covariance, len(index))
