"""Where a distribution has mass: an interval with a density, and single values.

Draws can be weighted from a prior to a belief only if the belief has no mass where the prior has none.
"""

import math
from typing import NamedTuple

from forecast.config.prior import (
    Beta,
    Choice,
    Distribution,
    Fixed,
    Gamma,
    Lognormal,
    Normal,
    Prior,
    Triangular,
    Uniform,
)

SAME = 1e-9
"""Relative distance below which two bounds are the same; units are converted in floating point."""


class Support(NamedTuple):
    """The interval with a density (empty unless low < high), and the single values that have mass of their own."""

    low: float
    high: float
    atoms: tuple[float, ...]

    @property
    def is_dense(self) -> bool:
        """Whether there is a density anywhere."""
        return self.low < self.high


def support_of(prior: Prior) -> Support:
    """Return where an input can lie. `at_least` and `at_most` gather what lies beyond them in one value each."""
    distribution = prior.distribution
    least = -math.inf if prior.at_least is None else prior.at_least
    most = math.inf if prior.at_most is None else prior.at_most
    if isinstance(distribution, Fixed | Choice):
        values = distribution.values if isinstance(distribution, Choice) else (distribution.value,)
        return Support(0.0, 0.0, tuple(sorted({min(max(value, least), most) for value in values})))
    low, high = _range(distribution)
    atoms = tuple(bound for bound, is_inside in ((least, least > low), (most, most < high)) if is_inside)
    return Support(max(low, least), min(high, most), atoms)


def outside(believed: Support, prior: Support) -> str | None:
    """Say where a belief has mass and the prior has none, or return None."""
    if believed.is_dense and not prior.is_dense:
        return f"gives weight to values between those of the prior, which are {_list(prior.atoms)}"
    if believed.is_dense and believed.low < prior.low and not _same(believed.low, prior.low):
        return f"gives weight to values below {prior.low:g}, where the prior of the run has none"
    if believed.is_dense and believed.high > prior.high and not _same(believed.high, prior.high):
        return f"gives weight to values above {prior.high:g}, where the prior of the run has none"
    for atom in believed.atoms:
        if not any(_same(atom, other) for other in prior.atoms):
            has = f"it has only {_list(prior.atoms)}" if prior.atoms else "it has none to single values"
            return f"gives weight to the single value {atom:g}, and the prior of the run does not; {has}"
    return None


def scaled(distribution: Distribution, factor: float) -> Distribution | None:
    """Return the distribution of a number times `factor`, above 0; None for a beta, which cannot be scaled."""
    if factor == 1.0:
        return distribution
    match distribution:
        case Beta():
            return None
        case Lognormal(median=median, sdlog=sdlog):
            return Lognormal.model_construct(median=median * factor, sdlog=sdlog)
        case Gamma(shape=shape, rate=rate):
            return Gamma.model_construct(shape=shape, rate=rate / factor)
        case Choice(values=values, weights=weights):
            return Choice.model_construct(values=tuple(value * factor for value in values), weights=weights)
    numbers = {name: number * factor for name, number in distribution.model_dump().items()}
    return type(distribution).model_construct(**numbers)


def _range(distribution: Distribution) -> tuple[float, float]:
    match distribution:
        case Normal():
            return -math.inf, math.inf
        case Beta():
            return 0.0, 1.0
        case Triangular(min=low, max=high):
            return low, high
        case Uniform(low=low, high=high):
            return low, high
    return 0.0, math.inf


def _same(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=SAME)


def _list(values: tuple[float, ...]) -> str:
    return ", ".join(f"{value:g}" for value in values)
