"""The modulus transformation of the weekly net gain, power 1/3 (John & Draper 1980): the scale on which noise is even.

The noise of a weekly gain grows as its level to the power 2/3: between counts of captured places (1/2) and a constant
share of the level (1), as variances of counts do in general (Taylor 1961). The power was chosen by the likelihood of
the training series (docs/hindcast.md).
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from forecast.observations.series import Floats

POWER = 1.0 / 3.0


def to_level(gain: Floats, scale: Floats) -> Floats:
    """Level of a weekly net gain in km2; shapes broadcast, NaN stays NaN."""
    return np.asarray(np.sign(gain) * (np.cbrt(1.0 + np.abs(gain) / scale) - 1.0) / POWER)


def from_level(level: Floats, scale: Floats) -> Floats:
    """Weekly net gain in km2 of a level, the inverse of `to_level`."""
    return np.asarray(np.sign(level) * scale * ((1.0 + POWER * np.abs(level)) ** 3 - 1.0))


def log_slope(gain: Floats, scale: Floats) -> Floats:
    """Log derivative of the level by the gain."""
    return np.asarray((POWER - 1.0) * np.log1p(np.abs(gain) / scale) - np.log(scale))


class Curve(NamedTuple):
    """A scale for the level: the three functions above, of (gain or level, scale)."""

    to_level: Callable[[Floats, Floats], Floats]
    from_level: Callable[[Floats, Floats], Floats]
    log_slope: Callable[[Floats, Floats], Floats]


THIRD = Curve(to_level, from_level, log_slope)
