"""What a distribution says in three numbers: its mean and the middle 80% of its draws, clips applied."""

from typing import NamedTuple

import numpy as np

from forecast.config.models import Distribution, Prior
from forecast.config.prior import Beta, Fixed, Gamma, Lognormal, Normal, Triangular
from forecast.experiment.distributions import INVERSE, Array

POINTS = 20_000


class Spread(NamedTuple):
    """In the unit of the input. low, high: the 10% and 90% points."""

    mean: float
    low: float
    high: float


def spread(prior: Prior) -> Spread:
    """Computed from the distribution, not from draws. The mean of one that is cut off is good to four digits."""
    distribution = prior.distribution
    if isinstance(distribution, Fixed):
        value = float(_cut(prior, np.array(distribution.value)))
        return Spread(value, value, value)

    def at(u: Array) -> Array:
        return _cut(prior, INVERSE[distribution.kind](u, **distribution.model_dump()))

    low, high = (float(value) for value in at(np.array([0.1, 0.9])))
    if prior.at_least is None and prior.at_most is None:
        return Spread(_mean(distribution), low, high)
    return Spread(float(at((np.arange(POINTS) + 0.5) / POINTS).mean()), low, high)


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
    return (distribution.low + distribution.high) / 2.0


def _cut(prior: Prior, values: Array) -> Array:
    low = -np.inf if prior.at_least is None else prior.at_least
    high = np.inf if prior.at_most is None else prior.at_most
    return np.clip(values, low, high)
