"""Posterior of the level's parameters by importance sampling, and the level carried forward to week 0.

Priors (LN: median, sd of log): scale LN(25, .35), half-life LN(20, .5), sd LN(.8, .2), shock LN(.3, .4), map noise
LN(.4, .4) each, long-run level asinh(50 / scale) + N(0, .4). One round from the prior, two from a Student t with
7 degrees of freedom that has the weighted mean and covariance of the round before.
"""

import math
from typing import NamedTuple

import numpy as np

from forecast.assess.front_statistics.level_filter import Filtered, LevelParameters, filter_level
from forecast.assess.front_statistics.observations import Floats

DRAWS = 3000
ROUNDS = 2
PROPOSAL_DEGREES = 7.0
LONG_RUN = 50.0
MEDIAN = np.array([math.log(25.0), math.log(20.0), math.log(0.8), 0.0, math.log(0.3), math.log(0.4), math.log(0.4)])
SPREAD = np.array([0.35, 0.5, 0.2, 0.4, 0.4, 0.4, 0.4])


class LevelFit(NamedTuple):
    """Weighted draws from the posterior; `weights` sum to one, `ess` is their effective number."""

    parameters: LevelParameters
    filtered: Filtered
    weights: Floats
    ess: float

    def summary(self, values: Floats) -> tuple[float, float, float]:
        """Posterior mean, median and standard deviation of one value per draw."""
        mean = float(self.weights @ values)
        order = np.argsort(values)
        median = values[order][np.searchsorted(np.cumsum(self.weights[order]), 0.5)]
        return mean, float(median), math.sqrt(self.weights @ (values - mean) ** 2)


def unpack(z: Floats) -> LevelParameters:
    """Parameters from standard normal vectors (draws, 7) through the prior."""
    v = MEDIAN + SPREAD * z
    scale = np.exp(v[:, 0])
    mean = np.arcsinh(LONG_RUN / scale) + v[:, 3]
    return LevelParameters(scale, np.exp(v[:, 1]), np.exp(v[:, 2]), mean, np.exp(v[:, 4]), np.exp(v[:, 5:7]).T)


def normalised(log_weights: Floats) -> Floats:
    """Weights that sum to one."""
    w = np.exp(log_weights - log_weights.max())
    return np.asarray(w / w.sum(), dtype=np.float64)


def fit_level(net: Floats, seed: int, draws: int = DRAWS) -> LevelFit:
    """Fits the level to `net` (weeks, 2 maps), km2 a week, NaN where missing."""
    rng = np.random.Generator(np.random.PCG64(seed))
    size = len(MEDIAN)
    z = rng.standard_normal((draws, size))
    filtered = filter_level(net, unpack(z))
    weights = normalised(filtered.loglik)
    for _ in range(ROUNDS):
        centre = weights @ z
        spread = (z - centre).T @ ((z - centre) * weights[:, None]) + 1e-6 * np.eye(size)
        root = np.linalg.cholesky(spread)
        tail = np.sqrt(rng.chisquare(PROPOSAL_DEGREES, draws) / PROPOSAL_DEGREES)
        y = rng.standard_normal((draws, size)) / tail[:, None]
        z = centre + y @ root.T
        proposal = -0.5 * (PROPOSAL_DEGREES + size) * np.log1p((y**2).sum(axis=1) / PROPOSAL_DEGREES)
        filtered = filter_level(net, unpack(z))
        weights = normalised(filtered.loglik - 0.5 * (z**2).sum(axis=1) - proposal)
    return LevelFit(unpack(z), filtered, weights, float(1.0 / (weights**2).sum()))


def carried_forward(fit: LevelFit, weeks: int, seed: int) -> Floats:
    """The level in km2 a week `weeks` after the last observed one, one random value per posterior draw."""
    rng = np.random.Generator(np.random.PCG64(seed))
    p = fit.parameters
    phi, innovation = p.step()
    level, variance = fit.filtered.level, fit.filtered.variance
    for _ in range(weeks):
        level = p.mean + phi * (level - p.mean)
        variance = phi**2 * variance + innovation
    return np.asarray(p.scale * np.sinh(level + np.sqrt(variance) * rng.standard_normal(len(level))))
