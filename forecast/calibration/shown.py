"""What a map makes of a weekly gain: right in the long run, early or late by days in a single week.

shown level = level + e,   e = r (u_t - 0.5 u_(t-1))/sqrt(1.25),   u standard normal

on the transformed scale; the moving average makes part of what is dated late one week come back in the next. A sector
gets its part of the difference by its part of what moved in the week.
"""

import numpy as np

from forecast.calibration.front_law import from_level, to_level
from forecast.observations.series import Floats

BACK = 0.5


def shown(net: Floats, scale: Floats, noise: Floats, rng: np.random.Generator) -> Floats:
    """Sector gains (weeks, sectors, n) as a map with this noise shows them; scale (km2 a week) and noise are (n,)."""
    total = net.sum(axis=1)
    u = rng.standard_normal((len(net) + 1, net.shape[2]))
    error = noise * (u[1:] - BACK * u[:-1]) / np.sqrt(1.0 + BACK**2)
    change = from_level(to_level(total, scale) + error, scale) - total
    moved = np.abs(net) + 1e-6
    return np.asarray(net + change[:, None] * moved / moved.sum(axis=1, keepdims=True))
