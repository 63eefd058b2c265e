"""The law of the front on float64 arrays: the scale of the level, and the gross gains of a week with their caps."""

import numpy as np

from forecast.calibration.transform import POWER, THIRD, Curve, from_level, to_level
from forecast.observations.series import Floats
from forecast_kernels.model import front

__all__ = [
    "GROSS_CAP_0",
    "GROSS_CAP_1",
    "PACE_FLOOR",
    "POWER",
    "RELEASE",
    "THIRD",
    "Curve",
    "from_level",
    "gross",
    "to_level",
]

GROSS_CAP_1, GROSS_CAP_0 = float(front.GROSS_CAP_1), float(front.GROSS_CAP_0)
"""km2 a week outside ruptures."""
RELEASE = 1.0 / 3.0  # of a rupture's pool in a week: front.RELEASE in double precision
PACE_FLOOR = float(front.PACE_FLOOR)  # km2 a week


def gross(net: Floats, turnover: Floats, log_drive: Floats) -> tuple[Floats, Floats]:
    """Gross weekly gains of side 1 and side 0, as `forecast_kernels.model.front.gross`.

    Parameters
    ----------
    net : float64[n]
        Their difference, km2.
    turnover : float64[n]
        Twice the root of their product, km2.
    log_drive : float64[n]
        Log factor on the gain of side 1; side 0's gain is divided by it.

    Returns
    -------
    tuple of float64[n]
        Capped gains of side 1 and side 0, km2.
    """
    larger = 0.5 * (np.abs(net) + np.sqrt(net**2 + turnover**2))
    smaller = 0.25 * turnover**2 / larger
    drive = np.exp(log_drive)
    gain_1 = np.minimum(np.where(net > 0.0, larger, smaller) * drive, GROSS_CAP_1)
    return gain_1, np.minimum(np.where(net > 0.0, smaller, larger) / drive, GROSS_CAP_0)
