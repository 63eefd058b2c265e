"""Steps that several benchmarks share: select the observed weeks of the past, and sum paths over horizons."""

from collections.abc import Sequence

import numpy as np

from forecast.errors import ObservationError
from forecast.observations.series import Floats


def observed_weeks(past: Floats, minimum: int, rule: str) -> Floats:
    """Select the observed weeks of `past`. Missing weeks are left out, so neighbours may be more than a week apart.

    Parameters
    ----------
    past : float64[weeks]
        Weekly net gain, km2; NaN where missing.
    minimum : int
        Number of observed weeks that the rule needs.
    rule : str
        Name of the benchmark, for the message.

    Raises
    ------
    ObservationError
        If there are fewer observed weeks.
    """
    values = past[~np.isnan(past)]
    if len(values) < minimum:
        raise too_short(rule, f"needs at least {minimum} observed weeks before the origin; there are {len(values)}")
    return values


def too_short(rule: str, message: str) -> ObservationError:
    """Return the error for a record from which a benchmark cannot forecast."""
    return ObservationError.of("observations", f"benchmark '{rule}' {message}; start at a later origin")


def sums(paths: Floats, horizons: Sequence[int]) -> Floats:
    """Sum paths float64[n, max(horizons)] over their first weeks, for each horizon; returns float64[n, horizons]."""
    return np.asarray(np.cumsum(paths, axis=1)[:, np.asarray(horizons) - 1])


def constant(value: float, horizons: Sequence[int], n: int) -> Floats:
    """Forecast a series that has never changed: the same value every week in every sample.

    Parameters
    ----------
    value : float
        Net gain, km2 a week.
    horizons : sequence of int
        Numbers of weeks that are summed.
    n : int
        Number of samples.

    Returns
    -------
    float64[n, horizons]
        Sums, km2.
    """
    return np.tile(value * np.asarray(horizons, dtype=np.float64), (n, 1))
