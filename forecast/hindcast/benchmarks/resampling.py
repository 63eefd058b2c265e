"""Rules that resample the record: persistence with its past errors, climatology in blocks, recent weeks one by one."""

from collections.abc import Sequence

import numpy as np

from forecast.hindcast.benchmarks.past import observed_weeks, sums, too_short
from forecast.observations.series import Floats
from forecast.scores.block_bootstrap import block_indices

PERSISTENCE_WEEKS = 4
LEAST_ERRORS = 8  # past errors that a horizon needs to use its own
LEAST_WEEKS = 26  # of record before the origin, for climatology
MOST_MISSING = 2  # of those weeks
RECENT_WEEKS = 13


def persistence(past: Floats, horizons: Sequence[int], n: int, rng: np.random.Generator) -> Floats:
    """The mean of the last 4 observed weeks continues, with the errors that this rule made so far.

    A past error at horizon h is a sum over h weeks inside `past` minus h times the mean of the 4 weeks before them. A
    horizon with fewer than 8 of them takes the errors of the longest horizon l that has 8, times h/l: the level is
    wrong by as much a week. One sample takes its errors from about the same time at every horizon.

    Parameters
    ----------
    past, horizons, n, rng
        As in `forecast.hindcast.benchmarks`.
    """
    values = observed_weeks(past, PERSISTENCE_WEEKS + LEAST_ERRORS, "persistence")
    longest = len(values) - PERSISTENCE_WEEKS - LEAST_ERRORS + 1
    level = values[-PERSISTENCE_WEEKS:].mean()
    when = rng.random(n)
    columns = []
    for horizon in horizons:
        length = min(horizon, longest)
        errors = past_errors(values, length) * (horizon / length)
        columns.append(horizon * level + errors[(when * len(errors)).astype(np.int64)])
    return np.column_stack(columns)


def past_errors(values: Floats, horizon: int) -> Floats:
    """Errors of persistence at every past origin whose `horizon` weeks are complete, oldest first; km2."""
    total = np.concatenate([[0.0], np.cumsum(values)])
    origins = np.arange(PERSISTENCE_WEEKS, len(values) - horizon + 1)
    level = (total[origins] - total[origins - PERSISTENCE_WEEKS]) / PERSISTENCE_WEEKS
    return np.asarray(total[origins + horizon] - total[origins] - horizon * level)


def climatology_52(past: Floats, horizons: Sequence[int], n: int, rng: np.random.Generator) -> Floats:
    """The last 52 weeks again, in blocks of 8 weeks that keep their order (Künsch 1989).

    Parameters
    ----------
    past, horizons, n, rng
        As in `forecast.hindcast.benchmarks`.
    """
    return _climatology(past, 52, 8, horizons, n, rng)


def climatology_104(past: Floats, horizons: Sequence[int], n: int, rng: np.random.Generator) -> Floats:
    """The last 104 weeks again, in blocks of 4 weeks that keep their order (Künsch 1989).

    Parameters
    ----------
    past, horizons, n, rng
        As in `forecast.hindcast.benchmarks`.
    """
    return _climatology(past, 104, 4, horizons, n, rng)


def _climatology(
    past: Floats, weeks: int, block: int, horizons: Sequence[int], n: int, rng: np.random.Generator
) -> Floats:
    rule = f"climatology_{weeks}"
    if len(past) < LEAST_WEEKS:
        raise too_short(rule, f"needs a record of at least {LEAST_WEEKS} weeks before the origin; it has {len(past)}")
    window = observed_weeks(past[-weeks:], LEAST_WEEKS - MOST_MISSING, rule)
    return sums(window[block_indices(len(window), block, max(horizons), n, rng)], horizons)


def recent_13(past: Floats, horizons: Sequence[int], n: int, rng: np.random.Generator) -> Floats:
    """The last quarter again: every coming week is one of the last 13 observed weeks, drawn independently.

    Parameters
    ----------
    past, horizons, n, rng
        As in `forecast.hindcast.benchmarks`.
    """
    last = observed_weeks(past, RECENT_WEEKS, "recent_13")[-RECENT_WEEKS:]
    return sums(last[rng.integers(0, RECENT_WEEKS, size=(n, max(horizons)))], horizons)
