"""Extracts weekly series of a record and reduces them to statistics: of the front, its sectors and claimed casualties.

A statistic reduces the first axis (weeks); the last axis holds members or bootstrap series. A sector's gain is its net
gain where that is above 0, because the kernel stores no gross gains by sector.
"""

from collections.abc import Callable, Sequence

import numpy as np

from forecast.calibration.front_law import to_level
from forecast.calibration.sectors import ACTIVE_KM2
from studies.front_statistics.training_series import Floats
from studies.prior_predictive.record import QUARTER, WEEKS, YEAR, Record

Aligned = tuple[Floats, ...]
Weeks = Callable[[Record], Aligned]
SCALE = np.array(12.9)
"""Scale of the level of observed and simulated gains, km2 a week: the posterior median of `level_scale`."""
MONTH = 4


def mean(x: Floats) -> Floats:
    """Return the mean of each series, float64[n, m] -> float64[m]."""
    return np.asarray(x.mean(axis=0))


def standard_deviation(x: Floats) -> Floats:
    """Return the standard deviation with n - 1 of each series, float64[n, m] -> float64[m]."""
    return np.asarray(x.std(axis=0, ddof=1))


def coefficient_of_variation(x: Floats) -> Floats:
    """Return the standard deviation divided by the absolute mean, float64[n, m] -> float64[m]."""
    return np.asarray(standard_deviation(x) / np.maximum(np.abs(mean(x)), 1e-9))


def correlation(x: Floats, y: Floats) -> Floats:
    """Return Pearson's correlation of two series, float64[n, m] -> float64[m]; 0 if one of them is constant."""
    a, b = x - x.mean(axis=0), y - y.mean(axis=0)
    size = np.sqrt((a * a).sum(axis=0) * (b * b).sum(axis=0))
    return np.asarray((a * b).sum(axis=0) / np.where(size > 0.0, size, np.inf))


def detrended(x: Floats) -> Floats:
    """Return the residuals of a straight line through each series, float64[n, m]."""
    t = np.arange(len(x)) - (len(x) - 1) / 2.0
    return np.asarray(x - x.mean(axis=0) - np.outer(t, t @ x / (t @ t)))


def rolling_sum(x: Floats, weeks: int) -> Floats:
    """Return sums of `weeks` consecutive entries of the first axis, float64[n - weeks + 1, ...]."""
    total = np.concatenate([np.zeros_like(x[:1]), np.cumsum(x, axis=0)])
    return np.asarray(total[weeks:] - total[:-weeks])


def level_of(record: Record) -> Floats:
    """Return weekly gains as a map shows them, on the scale of the level (modulus transformation)."""
    return to_level(record.shown, SCALE)


def level_around_trend(record: Record) -> Floats:
    """Return the level around a straight line."""
    return detrended(level_of(record))


def shown_of(record: Record) -> Floats:
    """Return weekly gains as a map shows them, km2 a week."""
    return record.shown


def net_gain(weeks: int = WEEKS) -> Weeks:
    """Select the true net gains of the `weeks` weeks nearest to week 0."""
    return lambda record: (record.near(record.net, weeks),)


def shown_gain(weeks: int = WEEKS) -> Weeks:
    """Select the gains as a map shows them, of the `weeks` weeks nearest to week 0."""
    return lambda record: (record.near(record.shown, weeks),)


def gain_of_a_year(record: Record) -> Aligned:
    """Return what each of 52 weeks adds to the gain of a year, in per cent of the land."""
    return (100.0 * YEAR * record.near(record.net, YEAR) / record.land,)


def level_changes(record: Record) -> Aligned:
    """Return the weekly changes of the level."""
    return (np.diff(level_of(record), axis=0),)


def lagged(series_of: Callable[[Record], Floats], lag: int) -> Weeks:
    """Pair a series with the same series `lag` weeks later."""

    def pairs(record: Record) -> Aligned:
        x = series_of(record)
        return x[:-lag], x[lag:]

    return pairs


def sector_net(record: Record) -> Aligned:
    """Return net gains by sector, float64[WEEKS, n_sectors, m]."""
    return (record.sectors,)


def sector_gains(record: Record) -> Aligned:
    """Return gains by sector, float64[WEEKS, n_sectors, m]."""
    return (np.maximum(record.sectors, 0.0),)


def sector_gains_near(weeks: int) -> Weeks:
    """Select gains by sector of the `weeks` weeks nearest to week 0."""
    return lambda record: (record.near(sector_gains(record)[0], weeks),)


def quarterly_sector_gains(record: Record) -> Aligned:
    """Return gains by sector, summed over every 13 consecutive weeks."""
    return (rolling_sum(sector_gains(record)[0], QUARTER),)


def salient_loss(record: Record) -> Aligned:
    """Return the weekly decrease of the log area of the salient."""
    return (-np.diff(np.log(np.maximum(record.salient, 1e-6)), axis=0),)


def sector_shares(gain: Floats) -> Floats:
    """Return the share of each sector in the gains, float64[..., n_sectors, m]; 0 if nothing was gained."""
    total = gain.sum(axis=-2, keepdims=True)
    return np.asarray(gain / np.where(total > 0.0, total, np.inf))


def herfindahl_index(gain: Floats) -> Floats:
    """Return the Herfindahl index of gains by sector, float64[n, n_sectors, m] -> float64[m].

    It is the mean over the weeks with any gain.
    """
    index = (sector_shares(gain) ** 2).sum(axis=1)
    return np.asarray(index.sum(axis=0) / np.maximum((index > 0.0).sum(axis=0), 1))


def largest_share(gain: Floats) -> Floats:
    """Return the largest share of a sector in the summed gains, float64[n, n_sectors, m] -> float64[m]."""
    return np.asarray(sector_shares(gain.sum(axis=0)).max(axis=0))


def share_without_movement(net: Floats) -> Floats:
    """Return the share of sector-weeks with a net gain of at most half a km2.

    The shape goes from float64[n, n_sectors, m] to float64[m].
    """
    return np.asarray((np.abs(net) <= ACTIVE_KM2).mean(axis=(0, 1)))


def share_of(sectors: Sequence[int]) -> Callable[[Floats], Floats]:
    """Return a function that gives the share of some sectors in the summed gains, float64[n, n_sectors, m]."""
    return lambda gain: np.asarray(sector_shares(gain.sum(axis=0))[list(sectors)].sum(axis=0))


def claims(record: Record) -> Aligned:
    """Return claimed casualties a day, float64[WEEKS, m]."""
    return (record.claimed,)


def claims_of_a_month(record: Record) -> Aligned:
    """Return claimed casualties of the four weeks nearest to week 0."""
    return (record.near(record.claimed, MONTH),)


def error_of_a_month(record: Record) -> float:
    """Return the standard error of an observed monthly mean of claims, from four-week means around a line."""
    (x,) = claims_around_trend(record)
    return float(claims_of_a_month(record)[0].mean() * (rolling_sum(x, MONTH) / MONTH).std())


def claims_around_trend(record: Record) -> Aligned:
    """Return the log claims around a straight line."""
    return (detrended(_log_claims(record)),)


def lagged_claims(record: Record) -> Aligned:
    """Pair the log claims around a straight line with those of the next week."""
    (x,) = claims_around_trend(record)
    return x[:-1], x[1:]


def changes_of_claims_and_gain(record: Record) -> Aligned:
    """Return the weekly changes of the log claims and of the level."""
    return np.diff(_log_claims(record), axis=0), np.diff(level_of(record), axis=0)


def claims_and_gain_around_trend(record: Record) -> Aligned:
    """Return the log claims and the level, both around a straight line."""
    return *claims_around_trend(record), level_around_trend(record)


def claims_and_gain(record: Record) -> Aligned:
    """Return claims and gains without transformation, trends included."""
    return record.claimed, record.shown


def _log_claims(record: Record) -> Floats:
    return np.log(np.maximum(record.claimed, 1.0))
