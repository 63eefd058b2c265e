"""Benchmarks that resample the record: persistence (its past errors), climatology (blocks of weeks), recent weeks."""

from collections.abc import Sequence

import numpy as np

from forecast.hindcast.benchmarks.past import observed_weeks, sums, too_short
from forecast.observations.series import Floats
from forecast.scores.block_bootstrap import block_indices

PERSISTENCE_WEEKS = 4
MIN_ERRORS = 8  # past errors that a horizon needs; with fewer it uses those of a shorter horizon
MIN_WEEKS = 26  # weeks of record that climatology needs before the origin
MAX_MISSING = 2  # of those weeks
RECENT_WEEKS = 13


def persistence(past: Floats, horizons: Sequence[int], n: int, rng: np.random.Generator) -> Floats:
    """Continue the mean of the last 4 observed weeks, and add an error that this rule made in the past.

    A past error at horizon h is the sum of h weeks of `past` minus h times the mean of the 4 weeks before them. If a
    horizon has fewer than 8 past errors, the errors of the longest horizon l that has 8 are used, multiplied by h/l.
    This assumes the same mean error a week. At every horizon, a sample takes its error from about the same past time.

    Parameters
    ----------
    past, horizons, n, rng
        As in `forecast.hindcast.benchmarks`.
    """
    values = observed_weeks(past, PERSISTENCE_WEEKS + MIN_ERRORS, "persistence")
    longest = len(values) - PERSISTENCE_WEEKS - MIN_ERRORS + 1
    level = values[-PERSISTENCE_WEEKS:].mean()
    when = rng.random(n)
    columns = []
    for horizon in horizons:
        length = min(horizon, longest)
        errors = past_errors(values, length) * (horizon / length)
        columns.append(horizon * level + errors[(when * len(errors)).astype(np.int64)])
    return np.column_stack(columns)


def past_errors(values: Floats, horizon: int) -> Floats:
    """Compute the errors of persistence, km2, at every past origin with 4 weeks before and `horizon` after it.

    The oldest error comes first.
    """
    total = np.concatenate([[0.0], np.cumsum(values)])
    origins = np.arange(PERSISTENCE_WEEKS, len(values) - horizon + 1)
    level = (total[origins] - total[origins - PERSISTENCE_WEEKS]) / PERSISTENCE_WEEKS
    return np.asarray(total[origins + horizon] - total[origins] - horizon * level)


def climatology_52(past: Floats, horizons: Sequence[int], n: int, rng: np.random.Generator) -> Floats:
    """Resample the last 52 weeks in blocks of 8 successive weeks (Künsch 1989).

    Parameters
    ----------
    past, horizons, n, rng
        As in `forecast.hindcast.benchmarks`.
    """
    return _climatology(past, 52, 8, horizons, n, rng)


def climatology_104(past: Floats, horizons: Sequence[int], n: int, rng: np.random.Generator) -> Floats:
    """Resample the last 104 weeks in blocks of 4 successive weeks (Künsch 1989).

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
    if len(past) < MIN_WEEKS:
        raise too_short(rule, f"needs a record of at least {MIN_WEEKS} weeks before the origin; it has {len(past)}")
    window = observed_weeks(past[-weeks:], MIN_WEEKS - MAX_MISSING, rule)
    return sums(window[block_indices(len(window), block, max(horizons), n, rng)], horizons)


def recent_13(past: Floats, horizons: Sequence[int], n: int, rng: np.random.Generator) -> Floats:
    """Draw every coming week independently from the last 13 observed weeks.

    Parameters
    ----------
    past, horizons, n, rng
        As in `forecast.hindcast.benchmarks`.
    """
    last = observed_weeks(past, RECENT_WEEKS, "recent_13")[-RECENT_WEEKS:]
    return sums(last[rng.integers(0, RECENT_WEEKS, size=(n, max(horizons)))], horizons)
