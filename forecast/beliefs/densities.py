"""Densities of the priors at drawn values, as logarithms.

A prior with `at_least` or `at_most` has mass on that value: the chance of all that lies beyond it. There, and for a
`choice`, the logarithm is that of the mass. So the ratio of two such numbers is the weight of a draw everywhere.
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from forecast.analysis.estimates import Floats
from forecast.config.belief_support import Support, support_of
from forecast.config.prior import Beta, Choice, Distribution, Gamma, Lognormal, Normal, Prior, Triangular, Uniform

SMALLEST = 1e-45
"""The smallest positive number of the stored draws (float32)."""

ROUNDING = 6e-8
"""Half the distance between two stored draws, relative to their size."""


def log_ratio(values: Floats, prior: Prior, believed: Prior) -> Floats:
    """Return the log weight of drawn values: the log density that is believed less that of the prior.

    Parameters
    ----------
    values : float64[n]
        Values drawn from `prior`, rounded to float32.
    prior, believed : Prior
        The same input, in the same unit, with both distributions. `believed` has no mass where `prior` has none.

    Returns
    -------
    float64[n]
        Minus infinity where only `prior` has mass.
    """
    support = support_of(prior)
    return log_density(believed, values, support) - log_density(prior, values, support)


def log_density(prior: Prior, values: Floats, drawn_from: Support) -> Floats:
    """Return the log of the density of a prior, or of its mass, at drawn values, float64[n].

    Parameters
    ----------
    prior : Prior
        An input that is not fixed.
    values : float64[n]
        Drawn values, rounded to float32.
    drawn_from : Support
        Where they were drawn. A value that was rounded onto or over an end counts as just inside.
    """
    distribution, single = prior.distribution, [float(np.float32(atom)) for atom in drawn_from.atoms]
    if isinstance(distribution, Choice):
        result = np.full(values.shape, -math.inf)
        own = support_of(prior).atoms
        for atom in own:
            mass = sum(w for v, w in _pairs(distribution) if _clipped(prior, v) == atom) / sum(distribution.weights)
            result[values == float(np.float32(atom))] = math.log(mass)
        return result
    inside = _inside(values, drawn_from)
    result = _DENSITY[type(distribution)](inside, distribution)
    if prior.at_least is not None:
        result = np.where(inside < prior.at_least, -math.inf, result)
    if prior.at_most is not None:
        result = np.where(inside > prior.at_most, -math.inf, result)
    own = support_of(prior).atoms
    for number, atom in zip(single, drawn_from.atoms, strict=True):
        near = [bound for bound in own if math.isclose(bound, atom, rel_tol=1e-9)]
        mass = _log_mass(distribution, atom, lower=atom <= drawn_from.low) if near else -math.inf
        result = np.where(values == number, mass, result)
    return result


def _pairs(distribution: Choice) -> list[tuple[float, float]]:
    return list(zip(distribution.values, distribution.weights, strict=True))


def _clipped(prior: Prior, value: float) -> float:
    low = -math.inf if prior.at_least is None else prior.at_least
    high = math.inf if prior.at_most is None else prior.at_most
    return min(max(value, low), high)


def _inside(values: Floats, support: Support) -> Floats:
    low, high = support.low, support.high
    if math.isfinite(low):
        values = np.maximum(values, low + max(abs(low) * ROUNDING, SMALLEST))
    if math.isfinite(high):
        values = np.minimum(values, high - max(abs(high) * ROUNDING, SMALLEST) / 4.0)
    return values


def _normal(x: Floats, d: Any) -> Floats:
    z = (x - d.mean) / d.sd
    return np.asarray(-0.5 * z * z - math.log(d.sd * math.sqrt(2.0 * math.pi)))


def _lognormal(x: Floats, d: Any) -> Floats:
    log = np.log(x)
    z = (log - math.log(d.median)) / d.sdlog
    return np.asarray(-0.5 * z * z - log - math.log(d.sdlog * math.sqrt(2.0 * math.pi)))


def _beta(x: Floats, d: Any) -> Floats:
    from scipy.special import betaln

    return np.asarray((d.a - 1.0) * np.log(x) + (d.b - 1.0) * np.log1p(-x) - betaln(d.a, d.b))


def _gamma(x: Floats, d: Any) -> Floats:
    return np.asarray((d.shape - 1.0) * np.log(x) - d.rate * x + d.shape * math.log(d.rate) - math.lgamma(d.shape))


def _triangular(x: Floats, d: Any) -> Floats:
    rising = (x - d.min) / (d.mode - d.min) if d.mode > d.min else np.ones_like(x)
    falling = (d.max - x) / (d.max - d.mode) if d.max > d.mode else np.ones_like(x)
    height = np.where(x < d.mode, rising, falling)
    height = np.where((x < d.min) | (x > d.max), 0.0, height)
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(height) + math.log(2.0 / (d.max - d.min)))


def _uniform(x: Floats, d: Any) -> Floats:
    return np.where((x < d.low) | (x > d.high), -math.inf, -math.log(d.high - d.low))


_DENSITY: dict[type[Distribution], Callable[[Floats, Any], Floats]] = {
    Normal: _normal,
    Lognormal: _lognormal,
    Beta: _beta,
    Gamma: _gamma,
    Triangular: _triangular,
    Uniform: _uniform,
}


def _log_mass(d: Distribution, bound: float, lower: bool) -> float:
    """Return the log of the chance of all below a bound (or above it), by the distribution without clips."""
    from scipy import stats

    match d:
        case Normal(mean=mean, sd=sd):
            law = stats.norm(mean, sd)
        case Lognormal(median=median, sdlog=sdlog):
            law = stats.lognorm(sdlog, scale=median)
        case Beta(a=a, b=b):
            law = stats.beta(a, b)
        case Gamma(shape=shape, rate=rate):
            law = stats.gamma(shape, scale=1.0 / rate)
        case Triangular(min=low, mode=mode, max=high):
            law = stats.triang((mode - low) / (high - low), loc=low, scale=high - low)
        case Uniform(low=low, high=high):
            law = stats.uniform(low, high - low)
        case _:
            return -math.inf
    return float(law.logcdf(bound) if lower else law.logsf(bound))
