"""Weekly gains as either map would show them, with the timing noise that was fitted with the level."""

import numpy as np

from forecast.calibration.synthetic import mapped as on_a_map
from studies.front_statistics.observations import Floats

NOISE = ((0.44, 0.23), (0.77, 0.18))
"""Log-normal of the noise of the first and of the second map, median and spread of the log: posterior of
`forecast calibrate` through 2024-11-30 (configs/posteriors/front-2024-11-30/README.md)."""
CHANNEL = 7


def shown(net: Floats, scale: Floats, seed: int) -> list[Floats]:
    """`net` f64[weeks, m] in km2/week as each map shows it; scale f64[m]: `level_scale` of each member, km2/week."""
    rng = np.random.Generator(np.random.PCG64([seed, CHANNEL]))
    noise = [median * np.exp(spread * rng.standard_normal(net.shape[1])) for median, spread in NOISE]
    return [on_a_map(net[:, None], scale, size, rng)[:, 0] for size in noise]
