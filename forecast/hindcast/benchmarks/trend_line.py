"""Trend line: a straight line through the last half year, drawn on, with its error of prediction."""

from collections.abc import Sequence

import numpy as np

from forecast.hindcast.benchmarks.line import draw, errors, fit
from forecast.hindcast.benchmarks.past import seen, sums
from forecast.observations.series import Floats

WINDOW = 26  # weeks: see docs/benchmarks.md
LEAST = 13


def samples(past: Floats, horizons: Sequence[int], n: int, rng: np.random.Generator) -> Floats:
    """float64[n, H]: sums over the horizons, of a line through the last 26 weeks of `past` (km2, NaN missing).

    Slope, level and size of an error are drawn from their uncertainty (Student t), the errors have memory, and one
    sample is one line with one path of errors.
    """
    recent = past[-WINDOW:]
    seen(recent, LEAST, "trend_line")
    steps = max(horizons)
    known = np.flatnonzero(~np.isnan(recent))
    weeks = (known - len(recent) + 1).astype(np.float64)  # 0 is the week of the origin
    columns = np.column_stack([np.ones(len(weeks)), weeks])
    line = fit(columns, weeks, recent[known])
    coefficients, sd = draw(line, n, rng)
    last = (recent[known[-1]] - coefficients @ columns[-1]) * line.memory ** -weeks[-1]
    ahead = np.arange(1.0, steps + 1.0)
    path = coefficients[:, :1] + coefficients[:, 1:] * ahead + errors(line, sd, last, steps, rng)
    return sums(path, horizons)
