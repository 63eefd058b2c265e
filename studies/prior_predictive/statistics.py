"""Lists the compared statistics: the weeks that each uses, and how it reduces them."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from studies.front_statistics.training_series import Floats
from studies.prior_predictive import series
from studies.prior_predictive.record import QUARTER, WEEKS, Record

LAGS = (1, 2, 4, 8)


class Statistic(NamedTuple):
    """One statistic of a record.

    Attributes
    ----------
    name, label, unit : str
        Name in the code, label on the page, and unit.
    weeks : callable
        Selects arrays from a record. They have the same number of weeks in the first axis, which the bootstrap
        resamples together, and the members in the last axis.
    reduce : callable
        Computes one value per member from these arrays.
    maps : bool
        Whether each map has a value of its own.
    given : bool
        Whether the baseline took this number from the same weeks. Then agreement only shows that the model keeps it.
    error : callable or None
        Standard error for an observed record that has too few weeks to resample. None for the bootstrap.
    """

    name: str
    label: str
    unit: str
    weeks: series.Weeks
    reduce: Callable[..., Floats]
    maps: bool = True
    given: bool = False
    error: Callable[[Record], float] | None = None


def statistics(east: Sequence[int]) -> list[Statistic]:
    """Return all statistics. `east` has the positions of the sectors of the eastern push."""
    return [*_of_the_total(), *_of_sectors(east), *_of_claims()]


def front_statistics(east: Sequence[int]) -> list[Statistic]:
    """Return the statistics that need neither daily claims nor a salient."""
    return [*_of_the_total(), *(row for row in _of_sectors(east) if row.name != "salient")]


def _of_the_total() -> list[Statistic]:
    km2, one = "km2/week", "1"
    sd, cv = series.standard_deviation, series.coefficient_of_variation
    net, shown = series.net_gain, series.shown_gain
    rows = [
        Statistic("level", f"mean weekly gain, {WEEKS} weeks", km2, net(), series.mean),
        Statistic("level_13", f"mean weekly gain, {QUARTER} weeks", km2, net(QUARTER), series.mean, given=True),
        Statistic("year", "gain of 52 weeks over pre-invasion land", "%", series.gain_of_a_year, series.mean),
        Statistic("sd", f"standard deviation of weekly gains, {WEEKS} weeks", km2, shown(), sd),
        Statistic("cv", f"coefficient of variation, {WEEKS} weeks", one, shown(), cv),
        Statistic("cv_13", f"coefficient of variation, {QUARTER} weeks", one, shown(QUARTER), cv),
    ]
    for stem, words, series_of in (
        ("acf", "weekly gain", series.shown_of),
        ("log_acf", "transformed gain", series.level_of),
    ):
        rows += [
            Statistic(
                f"{stem}_{lag}", f"autocorrelation of {words}, lag {lag}", one, series.lagged(series_of, lag),
                series.correlation,
            )
            for lag in LAGS
        ]  # fmt: skip
    return [
        *rows,
        Statistic(
            "trend_acf_1", "autocorrelation of transformed gain around a trend, lag 1", one,
            series.lagged(series.level_around_trend, 1), series.correlation,
        ),
        Statistic("jump", "sd of weekly changes of transformed gain", one, series.level_changes, sd),
    ]  # fmt: skip


def _of_sectors(east: Sequence[int]) -> list[Statistic]:
    gains, in_the_east, one = series.sector_gains, series.share_of(east), "1"
    herfindahl = series.herfindahl_index
    return [
        Statistic("herfindahl", "Herfindahl index of weekly gains", one, gains, herfindahl),
        Statistic(
            "herfindahl_13", "Herfindahl index of 13-week gains", one, series.quarterly_sector_gains, herfindahl
        ),
        Statistic("largest", f"largest share of a sector, {WEEKS} weeks", one, gains, series.largest_share),
        Statistic(
            "still", "share of sector-weeks without movement", one, series.sector_net, series.share_without_movement
        ),
        Statistic("east", f"share of the gain in the east, {WEEKS} weeks", one, gains, in_the_east),
        Statistic(
            "east_13", f"share of the gain in the east, {QUARTER} weeks", one, series.sector_gains_near(QUARTER),
            in_the_east, given=True,
        ),
        Statistic("salient", "weekly loss of the salient", "1/week", series.salient_loss, series.mean, given=True),
    ]  # fmt: skip


def _of_claims() -> list[Statistic]:
    one, correlation = "1", series.correlation
    return [
        Statistic("claimed", f"claimed casualties a day, {WEEKS} weeks", "1/day", series.claims, series.mean, False),
        Statistic(
            "claimed_4", "claimed casualties a day, 4 weeks", "1/day", series.claims_of_a_month, series.mean, False,
            True, series.error_of_a_month,
        ),
        Statistic(
            "claimed_sd", "weekly log sd of claims around a trend", one, series.claims_around_trend,
            series.standard_deviation, False, True,
        ),
        Statistic("claimed_acf", "its autocorrelation, lag 1", one, series.lagged_claims, correlation, False, True),
        Statistic(
            "link", "correlation of weekly changes of claims and gain, logs", one, series.changes_of_claims_and_gain,
            correlation,
        ),
        Statistic(
            "link_trend", "correlation of claims and gain around a trend, logs", one,
            series.claims_and_gain_around_trend, correlation,
        ),
        Statistic("link_raw", "correlation of claims and gain as they are", one, series.claims_and_gain, correlation),
    ]  # fmt: skip
