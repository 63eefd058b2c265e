"""Posterior of the level's parameters and state by importance sampling.

One round from the prior, then `ROUNDS` from a Student t with 7 degrees of freedom that has the weighted mean and
covariance of the round before. The likelihood is the filter's, so the level itself is integrated out.
"""

import math
from typing import NamedTuple

import numpy as np

from forecast.assess.calibration.level_filter import Filtered, filter_level
from forecast.assess.calibration.level_prior import LevelParameters, from_normal, size
from forecast.assess.observations.series import Floats

DRAWS = 3000
ROUNDS = 3
PROPOSAL_DEGREES = 7.0
RIDGE = 1e-4
MOST_WEIGHT = 0.05  # of the rounds before the last, so that one lucky draw cannot shrink the next proposal


class LevelFit(NamedTuple):
    """Weighted draws from the posterior.

    weights sum to one; ess: their effective number; evidence: log of the marginal likelihood.
    """

    parameters: LevelParameters
    filtered: Filtered
    weights: Floats
    ess: float
    evidence: float

    def resample(self, n: int, rng: np.random.Generator) -> tuple[LevelParameters, Floats]:
        """`n` equally weighted parameter vectors (systematic resampling, shuffled), each with a level of its own."""
        at = (rng.random() + np.arange(n)) / n
        chosen = np.minimum(np.searchsorted(np.cumsum(self.weights), at), len(self.weights) - 1)
        chosen = rng.permutation(chosen)
        spread = np.sqrt(self.filtered.variance[chosen])
        return self.parameters.pick(chosen), self.filtered.level[chosen] + spread * rng.standard_normal(n)


def normalised(log_weights: Floats) -> Floats:
    """Weights that sum to one."""
    w = np.exp(log_weights - log_weights.max())
    return np.asarray(w / w.sum(), dtype=np.float64)


def fit_level(net: Floats, rng: np.random.Generator, draws: int = DRAWS) -> LevelFit:
    """Fits the level to `net` (weeks, maps), km2 a week, NaN where missing."""
    k = size(net.shape[1])
    z = rng.standard_normal((draws, k))
    parameters = from_normal(z)
    filtered = filter_level(net, parameters)
    weights = normalised(filtered.loglik)
    log_ratio = filtered.loglik
    for _ in range(ROUNDS):
        bounded = np.minimum(weights, MOST_WEIGHT)
        bounded /= bounded.sum()
        centre = bounded @ z
        root = np.linalg.cholesky((z - centre).T @ ((z - centre) * bounded[:, None]) + RIDGE * np.eye(k))
        tail = np.sqrt(rng.chisquare(PROPOSAL_DEGREES, draws) / PROPOSAL_DEGREES)
        y = np.asarray(rng.standard_normal((draws, k)) / tail[:, None], dtype=np.float64)
        z = centre + y @ root.T
        parameters = from_normal(z)
        filtered = filter_level(net, parameters)
        prior = -0.5 * (z**2).sum(axis=1) - 0.5 * k * math.log(2.0 * math.pi)
        log_ratio = filtered.loglik + prior - log_proposal(y, np.asarray(root, dtype=np.float64))
        weights = normalised(log_ratio)
    top = float(log_ratio.max())
    evidence = top + math.log(float(np.exp(log_ratio - top).mean()))
    return LevelFit(parameters, filtered, weights, float(1.0 / (weights**2).sum()), evidence)


def log_proposal(y: Floats, root: Floats) -> Floats:
    """Log density of the Student proposal at its standardised vectors `y` (draws, k) with the root of its scale."""
    k, nu = y.shape[1], PROPOSAL_DEGREES
    constant = math.lgamma((nu + k) / 2) - math.lgamma(nu / 2) - 0.5 * k * math.log(nu * math.pi)
    return np.asarray(constant - np.log(np.diag(root)).sum() - 0.5 * (nu + k) * np.log1p((y**2).sum(axis=1) / nu))
