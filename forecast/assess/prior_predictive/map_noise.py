"""What a map makes of a weekly gain: right in the long run, early or late by days in a single week.

    shown = k sinh(asinh(net/k) + e),   e = r (u_t - 0.5 u_(t-1))/sqrt(1.25),   u standard normal

with the noise r of either map as it was estimated with the level (docs/baseline.md); the moving average makes part of
what is dated late one week come back in the next. Not at sector level, where no noise was estimated.
"""

import numpy as np

from forecast.assess.front_statistics.observations import Floats

NOISE = ((0.29, 0.06), (0.47, 0.06))
"""Posterior mean and standard deviation of the noise of the first and of the second map, asinh units."""
BACK = 0.5
CHANNEL = 7


def shown(net: Floats, scale: Floats, seed: int) -> list[Floats]:
    """`net` f64[weeks, m] in km2/week as each map shows it; scale f64[m]: asinh scale of each member, km2/week."""
    rng = np.random.Generator(np.random.PCG64([seed, CHANNEL]))
    level = np.arcsinh(net / scale)
    seen = []
    for mean, sd in NOISE:
        r = np.maximum(rng.normal(mean, sd, net.shape[1]), 0.0)
        u = rng.standard_normal((net.shape[0] + 1, net.shape[1]))
        seen.append(np.asarray(scale * np.sinh(level + r * (u[1:] - BACK * u[:-1]) / np.sqrt(1.0 + BACK**2))))
    return seen
