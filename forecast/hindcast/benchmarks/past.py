"""What every rule does with its past and its paths: take the observed weeks, sum over horizons."""

from collections.abc import Sequence

import numpy as np

from forecast.errors import ObservationError
from forecast.observations.series import Floats


def observed_weeks(past: Floats, least: int, rule: str) -> Floats:
    """The observed weeks of `past`, closed up over missing ones.

    Parameters
    ----------
    past : float64[weeks]
        Weekly net gain, km2; NaN where missing.
    least : int
        Observed weeks that the rule needs.
    rule : str
        Name of the benchmark, for the message.

    Raises
    ------
    ObservationError
        If there are fewer.
    """
    values = past[~np.isnan(past)]
    if len(values) < least:
        raise too_short(rule, f"needs at least {least} observed weeks before the origin; there are {len(values)}")
    return values


def too_short(rule: str, message: str) -> ObservationError:
    """The error for a past that a rule cannot use."""
    return ObservationError.of("observations", f"benchmark '{rule}' {message}; start at a later origin")


def sums(paths: Floats, horizons: Sequence[int]) -> Floats:
    """float64[n, horizons]: sums of paths float64[n, max(horizons)] over their first h weeks."""
    return np.asarray(np.cumsum(paths, axis=1)[:, np.asarray(horizons) - 1])


def constant(value: float, horizons: Sequence[int], n: int) -> Floats:
    """Forecast of a series that has never changed: the same value every week on every path.

    Parameters
    ----------
    value : float
        Net gain, km2 a week.
    horizons : sequence of int
        Weeks that are summed.
    n : int
        Number of samples.

    Returns
    -------
    float64[n, horizons]
        km2.
    """
    return np.tile(value * np.asarray(horizons, dtype=np.float64), (n, 1))
