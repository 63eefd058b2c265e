"""The statistics that are compared, each as weeks to be resampled and what is made of them."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from studies.front_statistics.observations import Floats
from studies.prior_predictive import claims, moments, places
from studies.prior_predictive.record import QUARTER, WEEKS, YEAR, Record

LAGS = (1, 2, 4, 8)
Aligned = tuple[Floats, ...]


class Statistic(NamedTuple):
    """One statistic of a record.

    weeks: arrays of equal length along the first axis, which the bootstrap resamples together; members in the last.
    reduce: of these, one value a member. maps: whether each map has a value of its own. given: whether the baseline
    took this very number from the same weeks, so that agreement shows no more than that nothing was lost on the way.
    error: standard error of an observed record where its weeks are too few to be resampled.
    """

    name: str
    label: str
    unit: str
    weeks: Callable[[Record], Aligned]
    reduce: Callable[..., Floats]
    maps: bool = True
    given: bool = False
    error: Callable[[Record], float] | None = None


def net(weeks: int = WEEKS) -> Callable[[Record], Aligned]:
    """Weekly net gains of the weeks nearest to week 0."""
    return lambda record: (record.near(record.net, weeks),)


def shown(weeks: int = WEEKS) -> Callable[[Record], Aligned]:
    """The same as a map shows them."""
    return lambda record: (record.near(record.shown, weeks),)


def lagged(make: Callable[[Record], Floats], lag: int) -> Callable[[Record], Aligned]:
    """Pairs of a series with itself `lag` weeks later."""

    def pairs(record: Record) -> Aligned:
        x = make(record)
        return x[:-lag], x[lag:]

    return pairs


def year(record: Record) -> Aligned:
    """What each of 52 weeks adds to the gain of a year, per cent of the land."""
    return (100.0 * YEAR * record.near(record.net, YEAR) / record.land,)


def front() -> list[Statistic]:
    """Statistics of the total."""
    km2, one = "km2/week", "1"
    found = [
        Statistic("level", f"mean weekly gain, {WEEKS} weeks", km2, net(), moments.mean),
        Statistic("level_13", f"mean weekly gain, {QUARTER} weeks", km2, net(QUARTER), moments.mean, given=True),
        Statistic("year", "gain of 52 weeks over pre-invasion land", "%", year, moments.mean),
        Statistic("sd", f"standard deviation of weekly gains, {WEEKS} weeks", km2, shown(), moments.deviation),
        Statistic("cv", f"coefficient of variation, {WEEKS} weeks", one, shown(), moments.variation),
        Statistic("cv_13", f"coefficient of variation, {QUARTER} weeks", one, shown(QUARTER), moments.variation),
    ]
    for stem, words, make in (("acf", "weekly gain", _plain), ("log_acf", "transformed gain", moments.level_of)):
        found += [
            Statistic(f"{stem}_{k}", f"autocorrelation of {words}, lag {k}", one, lagged(make, k), moments.correlation)
            for k in LAGS
        ]
    return [
        *found,
        Statistic(
            "trend_acf_1", "autocorrelation of transformed gain around a trend, lag 1", one, lagged(_around_trend, 1),
            moments.correlation,
        ),
        Statistic("jump", "sd of weekly changes of transformed gain", one, _changes, moments.deviation),
    ]  # fmt: skip


def _around_trend(record: Record) -> Floats:
    return moments.detrended(moments.level_of(record))


def _changes(record: Record) -> Aligned:
    return (np.diff(moments.level_of(record), axis=0),)


def _plain(record: Record) -> Floats:
    return record.shown


def statistics(east: Sequence[int]) -> list[Statistic]:
    """All statistics; `east`: positions of the sectors of the eastern push."""
    one = "1"
    return [
        *front(),
        Statistic("herfindahl", "Herfindahl index of weekly gains", one, places.weekly, places.concentration),
        Statistic("herfindahl_13", "Herfindahl index of 13-week gains", one, places.quarterly, places.concentration),
        Statistic("largest", f"largest share of a sector, {WEEKS} weeks", one, places.weekly, places.largest),
        Statistic("still", "share of sector-weeks without movement", one, places.moves, places.still),
        Statistic("east", f"share of the gain in the east, {WEEKS} weeks", one, places.weekly, places.share_of(east)),
        Statistic(
            "east_13", f"share of the gain in the east, {QUARTER} weeks", one, places.near(QUARTER),
            places.share_of(east), given=True,
        ),
        Statistic("salient", "weekly loss of the salient", "1/week", places.salient, moments.mean, given=True),
        Statistic("claimed", f"claimed casualties a day, {WEEKS} weeks", "1/day", claims.daily, moments.mean, False),
        Statistic(
            "claimed_4", "claimed casualties a day, 4 weeks", "1/day", claims.month, moments.mean, False, True,
            claims.month_error,
        ),
        Statistic(
            "claimed_sd", "weekly log sd of claims around a trend", one, claims.rest, moments.deviation, False, True
        ),
        Statistic("claimed_acf", "its autocorrelation, lag 1", one, claims.pairs, moments.correlation, False, True),
        Statistic(
            "link", "correlation of weekly changes of claims and gain, logs", one, claims.changes, moments.correlation
        ),
        Statistic(
            "link_trend", "correlation of claims and gain around a trend, logs", one, claims.with_gain,
            moments.correlation,
        ),
        Statistic("link_raw", "correlation of claims and gain as they are", one, claims.raw, moments.correlation),
    ]  # fmt: skip
