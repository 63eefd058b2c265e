"""Volatility of the price of crude oil."""

from pathlib import Path

import numpy as np

from forecast.scores.block_bootstrap import Indices, block_errors
from studies.front_statistics.observations import LAST_WEEK, Floats, column

RECENT_MONTHS = 36
AVERAGING = 1.5  # a change of monthly means has two thirds of the variance of the price itself (Working 1960)


def oil(folder: Path, seed: int) -> dict[str, tuple[float, float]]:
    """Annualised standard deviation of the log price with its error: all months, and the last 36."""
    _, price = column(folder, "oil_brent_monthly.csv", "month", "brent_usd_bbl", lambda month: month <= LAST_WEEK[:7])
    changes = np.diff(np.log(price))
    result = {}
    for label, part in (("all", changes), ("recent", changes[-RECENT_MONTHS:])):

        def volatility(picked: Indices, part: Floats = part) -> Floats:
            return np.array(part[picked].std(ddof=1) * np.sqrt(12.0 * AVERAGING))

        every = np.arange(len(part))
        result[label] = (float(volatility(every)), float(block_errors(volatility, len(part), seed)))
    return result
