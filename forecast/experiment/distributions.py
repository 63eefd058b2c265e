"""Inverse cumulative distribution functions of the priors, and the step from a unit-cube column to a stored draw.

Shapes are those of the argument; computed in float64, stored as float32 in the prior's own unit.
"""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from forecast.compat.scipy_special import betaincinv, gammaincinv, ndtri
from forecast.config.models import Prior

Array = NDArray[np.float64]


def normal(u: Array, mean: float, sd: float) -> Array:
    """Quantiles of the normal distribution."""
    return mean + sd * np.asarray(ndtri(u), dtype=np.float64)


def lognormal(u: Array, median: float, sdlog: float) -> Array:
    """Quantiles of the distribution whose logarithm is normal around log(median)."""
    return median * np.exp(sdlog * np.asarray(ndtri(u), dtype=np.float64))


def beta(u: Array, a: float, b: float) -> Array:
    """Quantiles of the beta distribution on (0, 1)."""
    return np.asarray(betaincinv(a, b, u), dtype=np.float64)


def gamma(u: Array, shape: float, rate: float) -> Array:
    """Quantiles of the gamma distribution with mean shape / rate."""
    return np.asarray(gammaincinv(shape, u), dtype=np.float64) / rate


def triangular(u: Array, min: float, mode: float, max: float) -> Array:
    """Quantiles of the triangular distribution; the mode may stand at either end."""
    width = max - min
    rising = min + np.sqrt(u * width * (mode - min))
    falling = max - np.sqrt((1.0 - u) * width * (max - mode))
    return np.where(u * width < mode - min, rising, falling)


def uniform(u: Array, low: float, high: float) -> Array:
    """Quantiles of the uniform distribution."""
    return low + (high - low) * u


INVERSE: Mapping[str, Callable[..., Array]] = {
    "normal": normal,
    "lognormal": lognormal,
    "beta": beta,
    "gamma": gamma,
    "triangular": triangular,
    "uniform": uniform,
}


def is_fixed(prior: Prior) -> bool:
    """Whether a prior is the same in every draw, so that it needs no column."""
    return prior.distribution.kind == "fixed"


def quantile(prior: Prior, u: Array) -> NDArray[np.float32]:
    """Values of a prior at cumulative probabilities `u` in (0, 1), clipped to at_least and at_most, float32[n].

    Raises ValueError for a kind of distribution that has no inverse here.
    """
    distribution = prior.distribution
    if distribution.kind == "fixed":
        return np.full(u.shape, constant(prior))
    if distribution.kind not in INVERSE:
        raise ValueError(f"prior '{prior.name}': no inverse of the distribution '{distribution.kind}'")
    return _clip(prior, INVERSE[distribution.kind](u, **distribution.model_dump())).astype(np.float32)


def constant(prior: Prior) -> np.float32:
    """The value of a fixed prior, clipped. Raises ValueError if it is not fixed."""
    value = getattr(prior.distribution, "value", None)
    if value is None:
        raise ValueError(f"prior '{prior.name}' is drawn, it has no single value")
    return np.float32(_clip(prior, np.array(value, dtype=np.float64)))


def _clip(prior: Prior, values: Array) -> Array:
    if prior.at_least is not None:
        values = np.maximum(values, prior.at_least)
    if prior.at_most is not None:
        values = np.minimum(values, prior.at_most)
    return values
