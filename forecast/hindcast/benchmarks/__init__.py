"""Benchmarks: simple rules that forecast a series from its own past.

All rules are functions `rule(past, horizons, n, rng)` and use no data but `past`. An origin is the last day that a
forecast knows. docs/benchmarks.md gives the sources of the rules.

Parameters
----------
past : float64[weeks]
    Weekly net gain up to the origin, km2, oldest first; NaN where missing.
horizons : sequence of int
    Numbers of weeks after the origin that are summed.
n : int
    Number of samples.
rng : numpy.random.Generator
    Draws the samples.

Returns
-------
float64[n, horizons]
    Sums of the weeks after the origin, km2. All horizons of one sample come from the same path.

Raises
------
ObservationError
    If `past` is too short for the rule.
"""

from collections.abc import Callable, Sequence

import numpy as np

from forecast.hindcast.benchmarks.damped_trend import damped_trend
from forecast.hindcast.benchmarks.lanchester_model import lanchester
from forecast.hindcast.benchmarks.resampling import climatology_52, climatology_104, persistence, recent_13
from forecast.hindcast.benchmarks.state_space import arma_11, local_level, local_linear_trend
from forecast.hindcast.benchmarks.trend import trend_line
from forecast.observations.series import Floats
from forecast.scores import records

SAMPLES = 2000  # of every benchmark and origin

Rule = Callable[[Floats, Sequence[int], int, np.random.Generator], Floats]

# In the order of the names that the contract fixes.
_RULES = (persistence, climatology_52, climatology_104, recent_13, local_level, arma_11)
BENCHMARKS: dict[str, Rule] = dict(zip(records.BENCHMARKS, _RULES, strict=True))

# Models that a user would otherwise choose. They never count as "the best benchmark". A new one comes last: the place
# numbers the random numbers.
REFERENCE: dict[str, Rule] = {
    "trend_line": trend_line,
    "lanchester": lanchester,
    "local_linear_trend": local_linear_trend,
    "damped_trend": damped_trend,
}

__all__ = ["BENCHMARKS", "REFERENCE", "SAMPLES", "Rule"]
