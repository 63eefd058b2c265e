"""Persistence: the mean of the last four weeks goes on, with the errors that this rule has made so far."""

from collections.abc import Sequence

import numpy as np

from forecast.hindcast.benchmarks.past import seen
from forecast.observations.series import Floats

WINDOW = 4
ERRORS = 8  # past errors that a horizon needs to have its own


def samples(past: Floats, horizons: Sequence[int], n: int, rng: np.random.Generator) -> Floats:
    """float64[n, H]: h times the mean of the last 4 observed weeks of `past` (km2, NaN missing), plus a past error.

    A past error at horizon h is a sum over h weeks inside `past` less h times the mean of the 4 weeks before them. A
    horizon with fewer than 8 of them takes those of the longest horizon l that has 8, times h/l: the level is off by as
    much a week. One sample takes its errors from about the same time at every horizon.
    """
    values = seen(past, WINDOW + ERRORS, "persistence")
    longest = len(values) - WINDOW - ERRORS + 1
    level = values[-WINDOW:].mean()
    when = rng.random(n)
    columns = []
    for horizon in horizons:
        own = min(horizon, longest)
        errors = past_errors(values, own) * (horizon / own)
        columns.append(horizon * level + errors[(when * len(errors)).astype(np.int64)])
    return np.column_stack(columns)


def past_errors(values: Floats, horizon: int) -> Floats:
    """Errors of the rule at every past origin whose `horizon` weeks are complete, oldest first; km2."""
    total = np.concatenate([[0.0], np.cumsum(values)])
    origins = np.arange(WINDOW, len(values) - horizon + 1)
    level = (total[origins] - total[origins - WINDOW]) / WINDOW
    return np.asarray(total[origins + horizon] - total[origins] - horizon * level)
