"""Climatology: the last one or two years again, in blocks of weeks that keep their order (Künsch 1989)."""

from collections.abc import Sequence

import numpy as np

from forecast.hindcast.benchmarks.past import seen, sums, too_short
from forecast.observations.series import Floats

LEAST = 26  # weeks of record before the origin
UNSEEN = 2  # of which the map may have missed so many


def samples_52(past: Floats, horizons: Sequence[int], n: int, rng: np.random.Generator) -> Floats:
    """float64[n, H]: sums over the horizons, of 8-week blocks of the last 52 weeks of `past` (km2, NaN missing)."""
    return sums(_blocks(past, 52, 8, n, max(horizons), rng), horizons)


def samples_104(past: Floats, horizons: Sequence[int], n: int, rng: np.random.Generator) -> Floats:
    """float64[n, H]: sums over the horizons, of 4-week blocks of the last 104 weeks of `past` (km2, NaN missing)."""
    return sums(_blocks(past, 104, 4, n, max(horizons), rng), horizons)


def _blocks(past: Floats, weeks: int, block: int, n: int, steps: int, rng: np.random.Generator) -> Floats:
    """float64[n, steps]: moving blocks, all starts inside the window equally likely, the last block cut."""
    rule = f"climatology_{weeks}"
    if len(past) < LEAST:
        raise too_short(rule, f"needs a record of at least {LEAST} weeks before the origin; it has {len(past)}")
    window = seen(past[-weeks:], LEAST - UNSEEN, rule)
    starts = rng.integers(0, len(window) - block + 1, size=(n, -(-steps // block)))
    positions = starts[:, :, None] + np.arange(block)
    return np.asarray(window[positions.reshape(n, -1)[:, :steps]])
