"""Claimed losses of side 1: their level at the end and their weekly log shock.

    ln(losses a day in week t) = a + b (t - T) + e_t,   e' = 0.73 e + s sqrt(1 - 0.73^2) z

over the last 56 weeks, T the last of them. e is the kernel's weekly shock with its fixed persistence (attrition.py of
the kernel), so s is its stationary standard deviation; b lets the claims rise or fall through the year. The level is
that of the line at T, without e_T, because a run starts with e = 0. The posterior is on a grid over s, and exact in a
and b. Priors: a normal around ln 1000 with 1.5, b normal (0, 0.02 a week: e-fold in a year), s log-normal (0.15, 0.7).
All are far wider than what a year of weeks tells.
"""

import math
from typing import NamedTuple

import numpy as np

from forecast.observations.series import Floats
from forecast_kernels.layout import constants

KEEP = constants.LOSS_KEEP  # weekly persistence of the shock
WEEKS, LEAST_WEEKS = 56, 13
LEVEL_PRIOR, SLOPE_PRIOR = (math.log(1000.0), 1.5), (0.0, 0.02)
SHOCK_MEDIAN, SHOCK_SPREAD = 0.15, 0.7
GRID = SHOCK_MEDIAN * np.exp(SHOCK_SPREAD * np.linspace(-4.0, 4.0, 321))
DAYS = 7.0


class LossFit(NamedTuple):
    """Posterior of level and shock.

    Attributes
    ----------
    weight : float64[grid]
        Posterior weight of each shock on GRID.
    mean, covariance : float64[grid, 2] and float64[grid, 2, 2]
        Of log level and slope, given the shock.
    weeks : int
        Weeks with a claim.
    """

    weight: Floats
    mean: Floats
    covariance: Floats
    weeks: int

    def resample(self, n: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
        """`n` values of the level (persons a day) and of the weekly log shock."""
        cell = rng.choice(len(GRID), n, p=self.weight)
        shock = GRID[cell] * np.exp((np.log(GRID[1] / GRID[0])) * rng.uniform(-0.5, 0.5, n))
        spread = np.sqrt(self.covariance[cell, 0, 0])
        return np.exp(self.mean[cell, 0] + spread * rng.standard_normal(n)), shock


def prior_losses(n: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """`n` values of the level (persons a day) and of the weekly log shock from the prior."""
    level = np.exp(LEVEL_PRIOR[0] + LEVEL_PRIOR[1] * rng.standard_normal(n))
    return level, SHOCK_MEDIAN * np.exp(SHOCK_SPREAD * rng.standard_normal(n))


def fit_losses(weekly: Floats) -> LossFit | None:
    """Fit to claimed losses float64[weeks] in persons a week, NaN where missing.

    None if fewer than 13 of the last 56 weeks have a positive claim.
    """
    last = weekly[-WEEKS:]
    index = np.flatnonzero(np.nan_to_num(last, nan=0.0) > 0.0)
    if len(index) < LEAST_WEEKS:
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
