"""The equations of the front in NumPy, for fits and studies: level of a net gain, and gross gains of both sides.

The kernel has the same equations as compiled float32 functions (`forecast_kernels.model.front`); a test compares them.
Side 1 is the attacker, side 0 the defender. The level is a modulus transformation of the weekly net gain with power 1/3
(John & Draper 1980). On its scale the noise has the same size at every pace. In km2, the noise of a weekly gain grows
as the pace to the power 2/3. This lies between independent counts of captured places (1/2) and a constant share of the
pace (1), as variances of counts do in general (Taylor 1961). The power was chosen by the likelihood of the training
series (docs/hindcast.md).
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from forecast.observations.series import Floats
from forecast_kernels.layout import constants

POWER = constants.LEVEL_POWER
GROSS_CAP_0, GROSS_CAP_1 = constants.GROSS_CAP_0, constants.GROSS_CAP_1  # km2 a week outside ruptures
RELEASE = constants.RUPTURE_RELEASE  # share of the land opened by a rupture that is taken in a week
PACE_FLOOR = constants.PACE_FLOOR  # km2 a week


def to_level(gain: Floats, scale: Floats) -> Floats:
    """Transform weekly net gains in km2 into levels (without unit); `scale` is in km2 a week. NaN stays NaN."""
    return np.asarray(np.sign(gain) * (np.cbrt(1.0 + np.abs(gain) / scale) - 1.0) / POWER)


def from_level(level: Floats, scale: Floats) -> Floats:
    """Transform levels (without unit) into weekly net gains in km2; `scale` is in km2 a week. Inverts `to_level`."""
    return np.asarray(np.sign(level) * scale * ((1.0 + POWER * np.abs(level)) ** 3 - 1.0))


def log_slope(gain: Floats, scale: Floats) -> Floats:
    """Compute the log of d level/d gain at weekly net gains in km2; `scale` is in km2 a week."""
    return np.asarray((POWER - 1.0) * np.log1p(np.abs(gain) / scale) - np.log(scale))


def gross(net: Floats, turnover: Floats, log_drive: Floats) -> tuple[Floats, Floats]:
    """Split a net gain into the gross weekly gains of side 1 and side 0.

    Without drive (`log_drive` 0) the difference of the gross gains is `net`, and their product is (turnover/2)^2. The
    drive, exp(log_drive), multiplies the gain of side 1 and divides that of side 0. The gains are then bounded by
    GROSS_CAP_1 and GROSS_CAP_0.

    Parameters
    ----------
    net : float64[...]
        Net gain of side 1, km2 a week.
    turnover : float64[...]
        Twice the geometric mean of the gross gains of both sides, km2 a week.
    log_drive : float64[...]
        Log of the drive, without unit.

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
    """A transformation between gain and level. The three functions take (gain or level, scale), as those above do."""

    to_level: Callable[[Floats, Floats], Floats]
    from_level: Callable[[Floats, Floats], Floats]
    log_slope: Callable[[Floats, Floats], Floats]


THIRD = Curve(to_level, from_level, log_slope)
