"""Turns cumulative probabilities into draws of the priors, by the inverse distribution functions.

The argument `u` holds cumulative probabilities in (0, 1); the result has the same shape. The computation is in float64.
Draws are stored as float32, in the unit of the prior.

They are the same on every processor: only the inverses of the beta and the gamma distribution depend on the C library's
logarithm, in one of a thousand values and there in the sixteenth digit, which float32 rounds away.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from forecast.compat.scipy_special import betaincinv, gammaincinv, ndtri
from forecast.config.models import Distribution, Prior
from forecast.config.prior import Beta, Choice, Fixed, Gamma, Lognormal, Normal, Triangular
from forecast.experiment.exponential import exp

Array = NDArray[np.float64]

MEAN_POINTS = 20_000
"""Number of quantiles that are averaged for the mean of a distribution that is cut off."""


def normal(u: Array, mean: float, sd: float) -> Array:
    """Return quantiles of the normal distribution.

    Parameters
    ----------
    u : float64[n]
        Cumulative probabilities.
    mean, sd : float
        Mean and standard deviation.
    """
    return mean + sd * np.asarray(ndtri(u), dtype=np.float64)


def lognormal(u: Array, median: float, sdlog: float) -> Array:
    """Return quantiles of the lognormal distribution.

    Parameters
    ----------
    u : float64[n]
        Cumulative probabilities.
    median, sdlog : float
        Median, and standard deviation of the natural logarithm.
    """
    return median * exp(sdlog * np.asarray(ndtri(u), dtype=np.float64))


def beta(u: Array, a: float, b: float) -> Array:
    """Return quantiles of the beta distribution on (0, 1).

    Parameters
    ----------
    u : float64[n]
        Cumulative probabilities.
    a, b : float
        Shapes.
    """
    return np.asarray(betaincinv(a, b, u), dtype=np.float64)


def gamma(u: Array, shape: float, rate: float) -> Array:
    """Return quantiles of the gamma distribution with mean shape / rate.

    Parameters
    ----------
    u : float64[n]
        Cumulative probabilities.
    shape, rate : float
        Shape, and rate in 1 over the unit of the values.
    """
    return np.asarray(gammaincinv(shape, u), dtype=np.float64) / rate


def triangular(u: Array, min: float, mode: float, max: float) -> Array:
    """Return quantiles of the triangular distribution; the mode may be at either end.

    Parameters
    ----------
    u : float64[n]
        Cumulative probabilities.
    min, mode, max : float
        Smallest, most likely and largest value.
    """
    width = max - min
    rising = min + np.sqrt(u * width * (mode - min))
    falling = max - np.sqrt((1.0 - u) * width * (max - mode))
    return np.where(u * width < mode - min, rising, falling)


def uniform(u: Array, low: float, high: float) -> Array:
    """Return quantiles of the uniform distribution.

    Parameters
    ----------
    u : float64[n]
        Cumulative probabilities.
    low, high : float
        Bounds.
    """
    return low + (high - low) * u


def choice(u: Array, values: Sequence[float], weights: Sequence[float]) -> Array:
    """Return quantiles of a distribution on several values.

    Parameters
    ----------
    u : float64[n]
        Cumulative probabilities.
    values : sequence of float
        The values, in ascending order.
    weights : sequence of float
        Weight of each value; they are rescaled to sum to one.
    """
    cumulative = np.cumsum(np.asarray(weights, dtype=np.float64))
    return np.asarray(values, dtype=np.float64)[np.searchsorted(cumulative[:-1] / cumulative[-1], u)]


INVERSE: Mapping[str, Callable[..., Array]] = {
    "normal": normal,
    "lognormal": lognormal,
    "beta": beta,
    "gamma": gamma,
    "triangular": triangular,
    "uniform": uniform,
    "choice": choice,
}


def is_fixed(prior: Prior) -> bool:
    """Return whether a prior has the same value in every draw, so that it needs no column."""
    return prior.distribution.kind == "fixed"


def quantile(prior: Prior, u: Array) -> NDArray[np.float32]:
    """Return the draws of a prior, float32[n] in its unit, at cumulative probabilities `u`, float64[n] in (0, 1).

    `at_least` and `at_most` are applied.

    Raises
    ------
    ValueError
        If the kind of distribution has no inverse here.
    """
    if is_fixed(prior):
        return np.full(u.shape, constant(prior))
    return _values(prior, u).astype(np.float32)


def constant(prior: Prior) -> np.float32:
    """Return the value of a fixed prior, with `at_least` and `at_most` applied.

    Raises
    ------
    ValueError
        If the prior is not fixed.
    """
    value = getattr(prior.distribution, "value", None)
    if value is None:
        raise ValueError(f"prior '{prior.name}' is drawn, it has no single value")
    return np.float32(_clip(prior, np.array(value, dtype=np.float64)))


class Spread(NamedTuple):
    """Mean and the 10% and 90% points of a prior, in its own unit."""

    mean: float
    low: float
    high: float


def spread_of(prior: Prior) -> Spread:
    """Compute the mean and the central 80 % of a prior from its distribution, not from draws.

    `at_least` and `at_most` are applied. The mean of a distribution that is cut off is exact to about four digits.
    """
    distribution = prior.distribution
    if isinstance(distribution, Fixed):
        value = float(_clip(prior, np.array(distribution.value)))
        return Spread(value, value, value)
    low, high = (float(value) for value in _values(prior, np.array([0.1, 0.9])))
    if prior.at_least is None and prior.at_most is None:
        return Spread(_mean(distribution), low, high)
    return Spread(float(_values(prior, (np.arange(MEAN_POINTS) + 0.5) / MEAN_POINTS).mean()), low, high)


def _mean(distribution: Distribution) -> float:
    match distribution:
        case Fixed(value=value):
            return value
        case Normal(mean=mean):
            return mean
        case Lognormal(median=median, sdlog=sdlog):
            return median * float(np.exp(sdlog**2 / 2.0))
        case Beta(a=a, b=b):
            return a / (a + b)
        case Gamma(shape=shape, rate=rate):
            return shape / rate
        case Triangular(min=low, mode=mode, max=high):
            return (low + mode + high) / 3.0
        case Choice(values=values, weights=weights):
            return float(np.average(values, weights=weights))
    return (distribution.low + distribution.high) / 2.0


def _values(prior: Prior, u: Array) -> Array:
    distribution = prior.distribution
    if distribution.kind not in INVERSE:
        raise ValueError(f"prior '{prior.name}': no inverse of the distribution '{distribution.kind}'")
    return _clip(prior, INVERSE[distribution.kind](u, **distribution.model_dump()))


def _clip(prior: Prior, values: Array) -> Array:
    if prior.at_least is not None:
        values = np.maximum(values, prior.at_least)
    if prior.at_most is not None:
        values = np.minimum(values, prior.at_most)
    return values
