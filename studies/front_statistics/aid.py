"""Military aid by bloc: yearly allocations, part from stocks, and what others replaced in the US gap of 2023-24."""

from pathlib import Path

import numpy as np

from forecast.errors import ObservationError
from forecast.scores.block_bootstrap import Indices, block_errors
from studies.front_statistics.observations import LAST_WEEK, Floats, column

FILE = "aid_monthly_bloc.csv"
FIRST_MONTH = "2022-02"
LAST_YEAR = "2024-01"
BEFORE, GAP_FROM, GAP_UNTIL = "2022-04", "2023-09", "2024-03"


def aid(folder: Path, seed: int) -> dict[str, tuple[float, float]]:
    """Value and block-bootstrap error of each: EUR bn a year, shares. Allocations, not deliveries."""

    def monthly(field: str) -> tuple[list[str], Floats]:
        return column(folder, FILE, "month", f"{field}_eur_bn", lambda m: FIRST_MONTH <= m <= LAST_WEEK[:7])

    names = ("military_us", "military_europe", "military_other", "mil_stockpile", "mil_procurement")
    months = monthly(names[0])[0]
    table = np.array([monthly(name)[1] for name in names if monthly(name)[0] == months])
    if len(table) != len(names):
        raise ObservationError.of(str(folder / FILE), "its columns do not have the same months")
    us, others, stock, procured = table[0], table[1] + table[2], table[3], table[4]
    month = np.array(months)
    late = month >= LAST_YEAR
    gap = (month >= GAP_FROM) & (month <= GAP_UNTIL)
    before = (month >= BEFORE) & (month < GAP_FROM)

    def statistics(picked: Indices) -> Floats:
        from_stock = stock[picked].sum() / (stock[picked] + procured[picked]).sum()
        return np.array([12.0 * us[picked].mean(), 12.0 * others[picked].mean(), from_stock])

    every = np.arange(len(months))
    values, errors = statistics(every), block_errors(statistics, len(months), seed)
    missing = us[before].mean() - us[gap].mean()
    replaced = (others[gap].mean() - others[before].mean()) / missing
    noise = np.sqrt(others[gap].var(ddof=1) / gap.sum() + others[before].var(ddof=1) / before.sum()) / missing
    labels = ("us_per_year", "others_per_year", "stock_share")
    result = {label: (float(v), float(e)) for label, v, e in zip(labels, values, errors, strict=True)}
    spread = float(12.0 * us[late].std(ddof=1) / np.sqrt(late.sum()))
    return result | {
        "us_per_year_2024": (float(12.0 * us[late].mean()), spread),
        "replaced_in_gap": (float(replaced), float(noise)),
    }
