"""Estimates the turnover of the front, military aid and the volatility of oil, with errors from a block bootstrap."""

from pathlib import Path

import numpy as np

from forecast.errors import ObservationError
from forecast.scores.block_bootstrap import Indices, block_errors
from studies.front_statistics.training_series import LAST_WEEK, Floats, read_column, read_weekly

AID_FILE = "aid_monthly_bloc.csv"
FIRST_MONTH = "2022-02"
LAST_YEAR = "2024-01"
BEFORE, GAP_FROM, GAP_UNTIL = "2022-04", "2023-09", "2024-03"
RECENT_MONTHS = 36
AVERAGING = 1.5  # a change of monthly means has two thirds of the variance of the price itself (Working 1960)


def estimate_turnover(folder: Path, maps: tuple[str, ...], seed: int) -> dict[str, tuple[float, float]]:
    """Estimate the turnover of each map, and the slope of ln(G U) on the net gain.

    The kernel splits a net gain n into gross gains G - U = n with G U = (turnover/2)^2. So the turnover of a record is
    2 sqrt(mean(G U)) over its weeks.

    Parameters
    ----------
    folder, maps : Path, tuple of str
        Folder and names of the weekly sector tables.
    seed : int
        Seed of the bootstrap.

    Returns
    -------
    dict of (value, standard error)
        `map_N` is the turnover of map N in km2 a week, `trend_N` the slope per 100 km2.
    """
    estimates = {}
    for number, name in enumerate(maps, 1):
        table = read_weekly(folder, name)
        gain, counter = (np.nansum(x, axis=1) for x in (table.gain, table.counter))
        known = ~np.isnan(table.gain).any(axis=1)
        product, net = (gain * counter)[known], (gain - counter)[known]

        def value(weeks: Indices, product: Floats = product) -> Floats:
            return np.array(2.0 * np.sqrt(product[weeks].mean()))

        def slope(weeks: Indices, product: Floats = product, net: Floats = net) -> Floats:
            positive = weeks[product[weeks] > 0.0]
            return np.array(np.polyfit(net[positive] / 100.0, np.log(product[positive]), 1)[0])

        every = np.arange(len(product))
        for label, statistic in ((f"map_{number}", value), (f"trend_{number}", slope)):
            error = float(block_errors(statistic, len(product), seed))
            estimates[label] = (float(statistic(every)), error)
    return estimates


def estimate_aid(folder: Path, seed: int) -> dict[str, tuple[float, float]]:
    """Estimate military aid by bloc, from allocations in EUR bn a year.

    Two shares are estimated too: of aid from stocks, and of the US gap of 2023-24 that others replaced.

    Raises
    ------
    ObservationError
        If the columns do not have the same months.
    """

    def monthly(field: str) -> tuple[list[str], Floats]:
        return read_column(folder, AID_FILE, "month", f"{field}_eur_bn", lambda m: FIRST_MONTH <= m <= LAST_WEEK[:7])

    names = ("military_us", "military_europe", "military_other", "mil_stockpile", "mil_procurement")
    months = monthly(names[0])[0]
    table = np.array([monthly(name)[1] for name in names if monthly(name)[0] == months])
    if len(table) != len(names):
        raise ObservationError.of(str(folder / AID_FILE), "its columns do not have the same months")
    us, others, stock, procured = table[0], table[1] + table[2], table[3], table[4]
    month = np.array(months)
    late = month >= LAST_YEAR
    gap = (month >= GAP_FROM) & (month <= GAP_UNTIL)
    before = (month >= BEFORE) & (month < GAP_FROM)

    def statistics(chosen: Indices) -> Floats:
        from_stock = stock[chosen].sum() / (stock[chosen] + procured[chosen]).sum()
        return np.array([12.0 * us[chosen].mean(), 12.0 * others[chosen].mean(), from_stock])

    every = np.arange(len(months))
    values, errors = statistics(every), block_errors(statistics, len(months), seed)
    missing = us[before].mean() - us[gap].mean()
    replaced = (others[gap].mean() - others[before].mean()) / missing
    noise = np.sqrt(others[gap].var(ddof=1) / gap.sum() + others[before].var(ddof=1) / before.sum()) / missing
    labels = ("us_per_year", "others_per_year", "stock_share")
    estimates = {label: (float(v), float(e)) for label, v, e in zip(labels, values, errors, strict=True)}
    spread = float(12.0 * us[late].std(ddof=1) / np.sqrt(late.sum()))
    return estimates | {
        "us_per_year_2024": (float(12.0 * us[late].mean()), spread),
        "replaced_in_gap": (float(replaced), float(noise)),
    }


def estimate_oil(folder: Path, seed: int) -> dict[str, tuple[float, float]]:
    """Estimate the annualised standard deviation of the log oil price, with its error: all months, and the last 36."""
    _, price = read_column(
        folder, "oil_brent_monthly.csv", "month", "brent_usd_bbl", lambda month: month <= LAST_WEEK[:7]
    )
    changes = np.diff(np.log(price))
    estimates = {}
    for label, part in (("all", changes), ("recent", changes[-RECENT_MONTHS:])):

        def volatility(chosen: Indices, part: Floats = part) -> Floats:
            return np.array(part[chosen].std(ddof=1) * np.sqrt(12.0 * AVERAGING))

        every = np.arange(len(part))
        estimates[label] = (float(volatility(every)), float(block_errors(volatility, len(part), seed)))
    return estimates
