"""The last quarter again: every coming week is one of the last 13, drawn independently."""

from collections.abc import Sequence

import numpy as np

from forecast.hindcast.benchmarks.past import seen, sums
from forecast.observations.series import Floats

WEEKS = 13


def samples(past: Floats, horizons: Sequence[int], n: int, rng: np.random.Generator) -> Floats:
    """float64[n, H]: sums over the horizons, of weeks drawn from the last 13 observed of `past` (km2, NaN missing)."""
    last = seen(past, WEEKS, "recent_13")[-WEEKS:]
    return sums(last[rng.integers(0, WEEKS, size=(n, max(horizons)))], horizons)
