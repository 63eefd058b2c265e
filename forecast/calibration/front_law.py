"""The law of the front in NumPy, for fits and studies: gains and levels, and gross gains from a net gain.

The kernel has the same law as compiled float32 functions (`forecast_kernels.model.front`); a test compares both. The
level is a modulus transformation of the weekly net gain with power 1/3 (John & Draper 1980). On its scale noise has the
same size everywhere: the noise of a weekly gain grows as its level to the power 2/3, between counts of captured places
(1/2) and a constant share of the level (1), as variances of counts do in general (Taylor 1961). The power was chosen by
the likelihood of the training series (docs/hindcast.md).
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from forecast.observations.series import Floats
from forecast_kernels.layout import constants

POWER = constants.LEVEL_POWER
GROSS_CAP_0, GROSS_CAP_1 = constants.GROSS_CAP_0, constants.GROSS_CAP_1  # km2 a week outside ruptures
RELEASE = constants.RUPTURE_RELEASE  # share of a rupture's pool that is taken in a week
PACE_FLOOR = constants.PACE_FLOOR  # km2 a week


def to_level(gain: Floats, scale: Floats) -> Floats:
    """Level (without unit) of weekly net gains in km2; `scale` in km2 a week. Shapes broadcast, NaN stays NaN."""
    return np.asarray(np.sign(gain) * (np.cbrt(1.0 + np.abs(gain) / scale) - 1.0) / POWER)


def from_level(level: Floats, scale: Floats) -> Floats:
    """Weekly net gain in km2 of a level (without unit); `scale` in km2 a week. The inverse of `to_level`."""
    return np.asarray(np.sign(level) * scale * ((1.0 + POWER * np.abs(level)) ** 3 - 1.0))


def log_slope(gain: Floats, scale: Floats) -> Floats:
    """Log of the derivative of the level with respect to the gain, at gains in km2; `scale` in km2 a week."""
    return np.asarray((POWER - 1.0) * np.log1p(np.abs(gain) / scale) - np.log(scale))


def gross(net: Floats, turnover: Floats, log_drive: Floats) -> tuple[Floats, Floats]:
    """Gross weekly gains of side 1 and of side 0.

    Before the drive their difference is `net` and their product (turnover/2)^2. The drive multiplies the gains of side
    1 and divides those of side 0. Each is capped at GROSS_CAP_1 or GROSS_CAP_0.

    Parameters
    ----------
    net : float64[...]
        Net gain of side 1, km2 a week.
    turnover : float64[...]
        Twice the geometric mean of the gross gains of both sides, km2 a week.
    log_drive : float64[...]
        Log of the factor on the advance of side 1, without unit.

    Returns
    -------
    tuple of float64[...]
        Gross gains of side 1 and of side 0, km2 a week.
    """
    larger = 0.5 * (np.abs(net) + np.sqrt(net**2 + turnover**2))
    smaller = 0.25 * turnover**2 / larger
    drive = np.exp(log_drive)
    gain_1 = np.minimum(np.where(net > 0.0, larger, smaller) * drive, GROSS_CAP_1)
    return gain_1, np.minimum(np.where(net > 0.0, smaller, larger) / drive, GROSS_CAP_0)


class Curve(NamedTuple):
    """A scale for the level: the functions `to_level`, `from_level` and `log_slope` of (gain or level, scale)."""

    to_level: Callable[[Floats, Floats], Floats]
    from_level: Callable[[Floats, Floats], Floats]
    log_slope: Callable[[Floats, Floats], Floats]


THIRD = Curve(to_level, from_level, log_slope)
