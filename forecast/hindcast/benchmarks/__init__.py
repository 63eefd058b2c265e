"""Benchmarks: forecasts from the past of a series alone, each a rule that a reader would try first.

All have one form: `rule(past, horizons, n, rng)` with past float64[T], the weekly net gain in km2 up to the origin,
oldest first, NaN where missing. They return float64[n, len(horizons)]: of every sample, the sums over the h weeks after
the origin, in km2. A rule sees nothing but `past`. Raises ObservationError if that is too short. docs/benchmarks.md
says where each comes from.
"""

from collections.abc import Callable, Sequence

import numpy as np

from forecast.hindcast.benchmarks import arma, climatology, lanchester, local_level, persistence, recent, trend_line
from forecast.observations.series import Floats

SAMPLES = 2000  # of every benchmark and origin

Rule = Callable[[Floats, Sequence[int], int, np.random.Generator], Floats]

BENCHMARKS: dict[str, Rule] = {
    "persistence": persistence.samples,
    "climatology_52": climatology.samples_52,
    "climatology_104": climatology.samples_104,
    "recent_13": recent.samples,
    "local_level": local_level.samples,
    "arma_11": arma.samples,
}

# what a user would otherwise pick: never part of "the best benchmark"
REFERENCE: dict[str, Rule] = {"trend_line": trend_line.samples, "lanchester": lanchester.samples}

__all__ = ["BENCHMARKS", "REFERENCE", "SAMPLES", "Rule"]
