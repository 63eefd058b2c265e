"""Three short series of the baseline: claimed casualties, the salient, the price of crude oil."""

from pathlib import Path
from typing import NamedTuple

import numpy as np

from forecast.assess.front_statistics.blocks import Positions, block_errors
from forecast.assess.front_statistics.observations import LAST_WEEK, Floats, column
from forecast.errors import ObservationError

LOSS_WEEKS = 56
MONTH_DAYS = 30
SALIENT_PEAK = "2024-09-06"
SALIENT_MAPS = ("ds_km2", "uacm_km2")
CARRY_WEEKS = 3
RECENT_MONTHS = 36
AVERAGING = 1.5  # a change of monthly means has two thirds of the variance of the price itself (Working 1960)


class Losses(NamedTuple):
    """Claimed casualties: per day over the last 30 days, shock of weekly logs, both with errors; weekly correlation."""

    per_day: float
    per_day_error: float
    shock: float
    shock_error: float
    correlation: float


class Salient(NamedTuple):
    """Salient: km2 on either map on the last day, weekly fractional loss, km2 carried to week 0, with errors."""

    last: tuple[float, float]
    decay: float
    decay_error: float
    at_start: float
    at_start_error: float


def losses(folder: Path, seed: int) -> Losses:
    """Level and weekly noise of the claimed casualties; the noise is taken around a log-linear trend of 56 weeks."""
    _, daily = column(folder, "losses_russia_daily.csv", "date", "d_personnel", lambda day: day <= LAST_WEEK)
    logs = np.log(daily[-7 * LOSS_WEEKS :].reshape(-1, 7).mean(axis=1))
    weeks = np.arange(LOSS_WEEKS)
    rest = logs - np.polyval(np.polyfit(weeks, logs, 1), weeks)

    def shock(picked: Positions) -> Floats:
        return np.array(np.sqrt((rest[picked] ** 2).sum() / (LOSS_WEEKS - 2)))

    sd = float(shock(weeks))
    correlation = float((rest[1:] * rest[:-1]).sum() / (rest**2).sum())
    month = MONTH_DAYS // 7
    lags = np.arange(1, month)
    inflation = (month + 2.0 * ((month - lags) * correlation**lags).sum()) / month**2
    mean = float(daily[-MONTH_DAYS:].mean())
    error = float(block_errors(shock, LOSS_WEEKS, seed))
    return Losses(mean, mean * sd * float(np.sqrt(inflation)), sd, error, correlation)


def salient(folder: Path) -> Salient:
    """Decay by regression of the log area on the week since the peak, mean of two maps; error from weekly changes."""
    name = "kursk_salient_daily.csv"

    def in_decay(day: str) -> bool:
        return SALIENT_PEAK <= day <= LAST_WEEK

    areas = [column(folder, name, "date", field, in_decay)[1] for field in SALIENT_MAPS]
    if len(areas[0]) != len(areas[1]):
        raise ObservationError.of(str(folder / name), "the two maps do not have the same days")
    week = np.arange(len(areas[0])) / 7.0
    slopes = [-float(np.polyfit(week, np.log(values), 1)[0]) for values in areas]
    decay = float(np.mean(slopes))
    changes = np.array([np.diff(np.log(values[::7])) for values in areas]).mean(axis=0)
    noise = float(changes.std(ddof=1))
    last = (float(areas[0][-1]), float(areas[1][-1]))
    start = float(np.mean(last)) * float(np.exp(-decay * CARRY_WEEKS))
    decay_error = float(np.hypot(noise / np.sqrt(len(changes)), np.std(slopes, ddof=1)))
    start_error = float(np.hypot(start * noise * np.sqrt(CARRY_WEEKS), abs(last[0] - last[1]) / 2.0))
    return Salient(last, decay, decay_error, start, start_error)


def oil(folder: Path, seed: int) -> dict[str, tuple[float, float]]:
    """Annualised standard deviation of the log price with its error: all months, and the last 36."""
    _, price = column(folder, "oil_brent_monthly.csv", "month", "brent_usd_bbl", lambda month: month <= LAST_WEEK[:7])
    changes = np.diff(np.log(price))
    result = {}
    for label, part in (("all", changes), ("recent", changes[-RECENT_MONTHS:])):

        def volatility(picked: Positions, part: Floats = part) -> Floats:
            return np.array(part[picked].std(ddof=1) * np.sqrt(12.0 * AVERAGING))

        every = np.arange(len(part))
        result[label] = (float(volatility(every)), float(block_errors(volatility, len(part), seed)))
    return result
