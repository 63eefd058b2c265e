"""What every rule does with a past and with its paths: take the weeks that were seen, add up over horizons."""

from collections.abc import Sequence

import numpy as np

from forecast.errors import ObservationError
from forecast.observations.series import Floats


def seen(past: Floats, least: int, rule: str) -> Floats:
    """The observed weeks of `past`, closed up over missing ones. Raises ObservationError if fewer than `least`."""
    values = past[~np.isnan(past)]
    if len(values) < least:
        raise too_short(rule, f"needs at least {least} observed weeks before the origin; there are {len(values)}")
    return values


def too_short(rule: str, message: str) -> ObservationError:
    """The error of a past that a rule cannot use."""
    return ObservationError.of("observations", f"benchmark '{rule}' {message}; start at a later origin")


def sums(paths: Floats, horizons: Sequence[int]) -> Floats:
    """float64[n, H]: sums of paths float64[n, max(horizons)] over their first h weeks, for every horizon h."""
    return np.cumsum(paths, axis=1)[:, np.asarray(horizons) - 1]


def constant(value: float, horizons: Sequence[int], n: int) -> Floats:
    """float64[n, H]: the forecast of a series that has never changed: `value` every week, on every path."""
    return np.tile(value * np.asarray(horizons, dtype=np.float64), (n, 1))
