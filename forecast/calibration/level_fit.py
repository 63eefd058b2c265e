"""Posterior of the level's parameters and state by importance sampling.

One round from the prior, then `ROUNDS` from a Student t with 7 degrees of freedom that has the weighted mean and
covariance of the round before. The likelihood is the filter's, so the level itself is integrated out.
"""

import math
from typing import NamedTuple

import numpy as np

from forecast.calibration.level_filter import Filtered, filter_level
from forecast.calibration.level_prior import PRIOR, LevelParameters, LevelPrior, from_normal, size
from forecast.observations.series import Floats

DRAWS = 3000
ROUNDS = 3
PROPOSAL_DEGREES = 7.0
RIDGE = 1e-4
MOST_WEIGHT = 0.05  # of the rounds before the last, so that one lucky draw cannot shrink the next proposal


class Proposal(NamedTuple):
    """Student t with 7 degrees of freedom on the standard normal vectors: centre (k,), root (k, k) of its scale."""

    centre: Floats
    root: Floats

    def draw(self, n: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
        """Vectors (n, k) and their log density."""
        k, nu = len(self.centre), PROPOSAL_DEGREES
        tail = np.sqrt(rng.chisquare(nu, n) / nu)
        y = np.asarray(rng.standard_normal((n, k)) / tail[:, None], dtype=np.float64)
        constant = math.lgamma((nu + k) / 2) - math.lgamma(nu / 2) - 0.5 * k * math.log(nu * math.pi)
        density = constant - np.log(np.diag(self.root)).sum() - 0.5 * (nu + k) * np.log1p((y**2).sum(axis=1) / nu)
        return self.centre + y @ self.root.T, np.asarray(density)


def moments(z: Floats, weights: Floats) -> Proposal:
    """The proposal with the mean and covariance of weighted vectors (draws, k)."""
    bounded = np.minimum(weights, MOST_WEIGHT)
    bounded = bounded / bounded.sum()
    centre = bounded @ z
    spread = (z - centre).T @ ((z - centre) * bounded[:, None]) + RIDGE * np.eye(z.shape[1])
    return Proposal(centre, np.asarray(np.linalg.cholesky(spread), dtype=np.float64))


class LevelFit(NamedTuple):
    """Weighted draws from the posterior.

    weights sum to one; ess: their effective number; evidence: log of the marginal likelihood; proposal: the Student t
    of their moments, a start for the fit of a longer record.
    """

    parameters: LevelParameters
    filtered: Filtered
    weights: Floats
    ess: float
    evidence: float
    proposal: Proposal

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


def fit_level(
    net: Floats,
    rng: np.random.Generator,
    draws: int = DRAWS,
    prior: LevelPrior = PRIOR,
    start: Proposal | None = None,
    rounds: int = ROUNDS,
) -> LevelFit:
    """Fits the level to `net` (weeks, maps), km2 a week, NaN where missing.

    start: where the first draws come from, such as the posterior of a similar record; the prior if None.
    """
    k = size(net.shape[1])
    proposal = start
    for left in range(rounds, -1, -1):
        if proposal is None:
            z, correction = rng.standard_normal((draws, k)), np.zeros(draws)
        else:
            z, log_density = proposal.draw(draws, rng)
            correction = -0.5 * (z**2).sum(axis=1) - 0.5 * k * math.log(2.0 * math.pi) - log_density
        parameters = from_normal(z, prior)
        filtered = filter_level(net, parameters, prior.curve)
        log_ratio = filtered.loglik + correction
        weights = normalised(log_ratio)
        if left:
            proposal = moments(z, weights)
    top = float(log_ratio.max())
    evidence = top + math.log(float(np.exp(log_ratio - top).mean()))
    return LevelFit(parameters, filtered, weights, float(1.0 / (weights**2).sum()), evidence, moments(z, weights))
