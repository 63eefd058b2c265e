"""Weeks of the claimed casualties, alone and beside the gains of the same week."""

import numpy as np

from studies.front_statistics.observations import Floats
from studies.prior_predictive.moments import detrended, level_of, rolling
from studies.prior_predictive.record import Record

MONTH = 4

Aligned = tuple[Floats, ...]


def daily(record: Record) -> Aligned:
    """Claims a day, f64[WEEKS, m]."""
    return (record.claimed,)


def month(record: Record) -> Aligned:
    """Those of the four weeks nearest to week 0."""
    return (record.near(record.claimed, MONTH),)


def month_error(record: Record) -> float:
    """Standard error of their mean in an observed record: spread of four-week means around a straight line."""
    (x,) = rest(record)
    return float(month(record)[0].mean() * (rolling(x, MONTH) / MONTH).std())


def rest(record: Record) -> Aligned:
    """Their logs around a straight line."""
    return (detrended(np.log(np.maximum(record.claimed, 1.0))),)


def pairs(record: Record) -> Aligned:
    """The same, each week beside the next."""
    (x,) = rest(record)
    return x[:-1], x[1:]


def changes(record: Record) -> Aligned:
    """Weekly changes of the log claims beside those of the transformed gain."""
    return np.diff(np.log(np.maximum(record.claimed, 1.0)), axis=0), np.diff(level_of(record), axis=0)


def with_gain(record: Record) -> Aligned:
    """Log claims beside the transformed gain, both around a straight line."""
    return *rest(record), detrended(level_of(record))


def raw(record: Record) -> Aligned:
    """Claims and gains as they are, trends included."""
    return record.claimed, record.shown
