"""Fits the level: a filter for its weekly path, and importance sampling for its parameters.

The level x is the slowly changing pace of the front on a transformed scale (`front_law`), the pulse u the sum of its
fading weekly shocks. From one week to the next

    x' = mu + phi (x - mu) + q z        phi = 0.5^(1/halflife), q = sd sqrt(1 - phi^2), z standard normal
    u' = rho u + s shock z_0            rho = 0.5^(1/pulse_halflife)

and map i shows in a week the gain whose level is x + u + s noise_i z_i, where the last term is the timing noise of the
map. The scale s of the week makes shock and noise Student t with 6 degrees of freedom and unit variance:
4/s^2 ~ chi^2(6). Given s, the model is linear and normal, so a Kalman filter applies to the pair (x, u). Here s takes a
few values only, and after each week the mixture of their normals is replaced by one normal with the same mean and
covariance (Harrison & Stevens 1976). A peak of some weeks goes to the pulse, a lasting change to the level. The filter
runs for many parameter vectors at once.

The first round of importance sampling draws parameters from the prior. Each of the `ROUNDS` that follow draws from a
Student t with 7 degrees of freedom that has the weighted mean and covariance of the round before. The likelihood of the
filter has the path of the level integrated out.
"""

import math
from typing import NamedTuple

import numpy as np

from forecast.calibration.front_law import THIRD, Curve
from forecast.calibration.level_prior import PRIOR, FrontState, LevelParameters, LevelPrior, from_normal, size
from forecast.observations.series import Floats

# The values of s^2 and their probabilities: each is the mean of 4/chi^2(6) in a bin of that probability.
CHANCE = np.array([0.3, 0.3, 0.2, 0.12, 0.06, 0.016, 0.004])
VARIANCE = np.array([0.4139, 0.7005, 1.0593, 1.5850, 2.5402, 4.4794, 9.8888])

DRAWS = 3000
ROUNDS = 3
PROPOSAL_DEGREES = 7.0
RIDGE = 1e-4
MAX_WEIGHT = 0.05  # of a draw when the next proposal is made, so that one lucky draw cannot shrink it


class Filtered(NamedTuple):
    """Log likelihood, and mean and covariance of level and pulse in the last week: arrays float64[draws]."""

    loglik: Floats
    level: Floats
    pulse: Floats
    level_variance: Floats
    covariance: Floats
    pulse_variance: Floats

    def draw(self, chosen: np.ndarray, rng: np.random.Generator) -> FrontState:
        """Draw one state for each index in `chosen`."""
        spread, shared = np.sqrt(self.level_variance[chosen]), self.covariance[chosen]
        z = rng.standard_normal((2, len(chosen)))
        rest = np.maximum(self.pulse_variance[chosen] - (shared / spread) ** 2, 0.0)
        pulse = self.pulse[chosen] + shared / spread * z[0] + np.sqrt(rest) * z[1]
        return FrontState(self.level[chosen] + spread * z[0], pulse)


def filter_level(net: Floats, p: LevelParameters, curve: Curve = THIRD) -> Filtered:
    """Run the filter for level and pulse on weekly net gains.

    Parameters
    ----------
    net : float64[weeks, maps]
        Net gain of each map, km2 a week; NaN where a map has no value.
    p : LevelParameters
        One parameter vector per draw.
    curve : Curve
        Transformation between gain and level.
    """
    phi, innovation = p.step()
    rho, stationary = p.pulse_step()
    level, pulse = p.mean.copy(), np.zeros_like(p.mean)
    xx, xu, uu = p.sd**2, np.zeros_like(p.mean), rho**2 * stationary  # covariance before the shock of the week
    precision, known = 1.0 / p.noise**2, ~np.isnan(net)
    observed = curve.to_level(net[:, :, None], p.scale)
    loglik = curve.log_slope(net[known][:, None], p.scale).sum(axis=0)
    scale = VARIANCE[:, None]
    shock = scale * p.shock**2
    for t, known_maps in enumerate(known):
        if t:
            level, pulse = p.mean + phi * (level - p.mean), rho * pulse
            xx, xu, uu = phi**2 * xx + innovation, phi * rho * xu, rho**2 * uu
        maps = np.flatnonzero(known_maps)
        if not len(maps):
            uu = uu + p.shock**2
            continue
        v, weight = observed[t, maps] - level - pulse, precision[maps]
        # inverse of common 11' + s^2 diag(noise^2), by Sherman and Morrison; one row per s
        total, score = weight.sum(axis=0) / scale, (weight * v).sum(axis=0) / scale
        to_level, to_pulse = xx + xu, xu + uu + shock  # covariances of level and pulse with their sum
        common = to_level + to_pulse
        gain = 1.0 / (1.0 + common * total)
        distance = (weight * v * v).sum(axis=0) / scale - common * gain * score**2
        least = distance.min(axis=0)
        chance = CHANCE[:, None] * scale ** (-0.5 * len(maps)) * np.sqrt(gain) * np.exp(0.5 * (least - distance))
        evidence = chance.sum(axis=0)
        chance /= evidence
        known_noise = 0.5 * (np.log(weight).sum(axis=0) - len(maps) * math.log(2.0 * math.pi))
        loglik += np.log(evidence) - 0.5 * least + known_noise
        moved, cut = gain * score, gain * total
        by, pulled = (chance * moved).sum(axis=0), (chance * to_pulse * moved).sum(axis=0)
        dx, du = to_level * (moved - by), to_pulse * moved - pulled
        xx = xx + (chance * (dx * dx - to_level * to_level * cut)).sum(axis=0)
        xu = xu + (chance * (dx * du - to_level * to_pulse * cut)).sum(axis=0)
        uu = uu + (chance * (shock + du * du - to_pulse * to_pulse * cut)).sum(axis=0)
        level, pulse = level + to_level * by, pulse + pulled
    return Filtered(loglik, level, pulse, xx, xu, uu)


class Proposal(NamedTuple):
    """Student t with 7 degrees of freedom, from which vectors of k standardised parameters are drawn.

    `centre` is float64[k]; `root` is the Cholesky factor of the scale matrix, float64[k, k].
    """

    centre: Floats
    root: Floats

    def draw(self, n: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
        """Draw `n` vectors, float64[n, k]; also returns their log density, float64[n]."""
        k, nu = len(self.centre), PROPOSAL_DEGREES
        tail = np.sqrt(rng.chisquare(nu, n) / nu)
        y = np.asarray(rng.standard_normal((n, k)) / tail[:, None], dtype=np.float64)
        constant = math.lgamma((nu + k) / 2) - math.lgamma(nu / 2) - 0.5 * k * math.log(nu * math.pi)
        density = constant - np.log(np.diag(self.root)).sum() - 0.5 * (nu + k) * np.log1p((y**2).sum(axis=1) / nu)
        return self.centre + y @ self.root.T, np.asarray(density)


def moments(z: Floats, weights: Floats) -> Proposal:
    """Make the proposal with the weighted mean and covariance of vectors float64[draws, k]; weights float64[draws]."""
    bounded = np.minimum(weights, MAX_WEIGHT)
    bounded = bounded / bounded.sum()
    centre = bounded @ z
    spread = (z - centre).T @ ((z - centre) * bounded[:, None]) + RIDGE * np.eye(z.shape[1])
    return Proposal(centre, np.asarray(np.linalg.cholesky(spread), dtype=np.float64))


class LevelFit(NamedTuple):
    """Weighted draws from the posterior of the level.

    Attributes
    ----------
    parameters : LevelParameters
        One parameter vector per draw.
    filtered : Filtered
        Result of the filter for each draw.
    weights : float64[draws]
        Importance weights, which sum to one.
    ess : float
        Effective number of draws.
    evidence : float
        Log of the marginal likelihood.
    proposal : Proposal
        Student t with the mean and covariance of the draws. A fit of a longer record can start from it.
    """

    parameters: LevelParameters
    filtered: Filtered
    weights: Floats
    ess: float
    evidence: float
    proposal: Proposal

    def resample(self, n: int, rng: np.random.Generator) -> tuple[LevelParameters, FrontState]:
        """Draw `n` equally weighted parameter vectors, each with a state in the last week.

        Uses systematic resampling and shuffles the result.
        """
        points = (rng.random() + np.arange(n)) / n
        chosen = np.minimum(np.searchsorted(np.cumsum(self.weights), points), len(self.weights) - 1)
        chosen = rng.permutation(chosen)
        return self.parameters.pick(chosen), self.filtered.draw(chosen, rng)


def normalised(log_weights: Floats) -> Floats:
    """Convert log weights to weights that sum to one."""
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
    """Fit the level to weekly net gains.

    Parameters
    ----------
    net : float64[weeks, maps]
        Net gain of each map, km2 a week; NaN where missing.
    rng : numpy.random.Generator
        Draws from the proposals.
    draws : int
        Number of draws in each round.
    prior : LevelPrior
        Priors of the parameters, and the transformation between gain and level.
    start : Proposal, optional
        Proposal of the first round, such as that of the fit of a similar record. If None, the prior.
    rounds : int
        Number of rounds after the first.
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
