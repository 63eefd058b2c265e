"""Measures the state of the front at the end of the later series, and the means that a baseline needs beside it.

The later series are the same tables as the training series, for the time after them, in a folder of their own. Only
rows up to the new week 0 are read. A month counts if week 0 lies in its last week.
"""

import calendar
import datetime
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from forecast.errors import ObservationError
from studies.front_statistics.geography import area
from studies.front_statistics.stakes import COUNTRY_KM2, PENINSULA, RIVER_SECTORS, Stakes, estimate_stakes, read_regions
from studies.front_statistics.training_series import LAST_WEEK, MAPS, read_column, read_rows

BORDER_KM = {"S13": 564.0}
"""Sectors that hold a state border: its length, km (general reference). Their contact is never below it."""
CEDED = ("Donetsk", "Luhansk")
YEAR, HALF_YEAR, SALES_MONTHS = 12, 6, 4
MOST_DAYS = 7


class Measured(NamedTuple):
    """State of the front at a date. A pair is a value and its spread.

    Attributes
    ----------
    date : str
        Week 0, a week end of the maps.
    month : str
        The last month of the monthly series that is read.
    names : dict of str
        Name of each sector.
    contact : dict of float
        Line of contact by sector, km; a state border where there is one.
    stakes : Stakes
        Areas at stake.
    gained : dict of float
        Attacker's gain by sector since the training series, first map, km2.
    length : float
        Line of contact without the river stretch, km.
    occupied : tuple of float
        Occupied mainland on the two maps, km2.
    held : float
        Land that the defender holds, km2.
    claimed : tuple of float
        Claimed casualties a day in the last month, and the standard deviation of monthly changes in a year.
    europe : tuple of float
        Military aid without purchases from US stocks, EUR bn a year: over a year, and over the last half-year.
    purchases : float
        Purchases from US stocks, EUR bn a year, over the last four months.
    rest : float
        What the defender holds of the two oblasts of Donbas, first map, km2.
    """

    date: str
    month: str
    names: dict[str, str]
    contact: dict[str, float]
    stakes: Stakes
    gained: dict[str, float]
    length: float
    occupied: tuple[float, float]
    held: float
    claimed: tuple[float, float]
    europe: tuple[float, float]
    purchases: float
    rest: float


def measure(folder: Path, later: Path, date: str) -> Measured:
    """Measure the state at `date`.

    Parameters
    ----------
    folder : Path
        Folder of the training series.
    later : Path
        Folder of the later series.
    date : str
        Week 0, `YYYY-MM-DD`: the last day of a week of the maps.

    Raises
    ------
    ObservationError
        If a file, a column or the week is missing.
    """
    month = last_month(datetime.date.fromisoformat(date))
    before = _week(folder, LAST_WEEK, "occupied_km2")
    now = _week(later, date, "occupied_km2")
    line = _week(later, date, "contact_km")
    if before.keys() != now.keys():
        raise ObservationError.of(str(later / MAPS[0]), f"does not have the sectors that {LAST_WEEK} has")
    gained = {sector: now[sector] - before[sector] for sector in now}
    regions = read_regions(folder)
    first = _last(later, "territory_daily_oblast.csv", "date", "occupied_mainland_km2", date)
    second = _last(later, "territory_daily_uacontrolmap.csv", "date", "occupied_mainland_km2", date)
    peninsula = sum(area(regions[name]) for name in PENINSULA)
    taken = [_last(later, "territory_daily_oblast.csv", "date", f"{name.lower()}_km2", date) for name in CEDED]
    return Measured(
        date=date,
        month=month,
        names={row["sector_id"]: row["name"] for row in read_rows(folder, "sectors.csv", ("sector_id", "name"))},
        contact={sector: max(km, BORDER_KM.get(sector, 0.0)) for sector, km in line.items()},
        stakes=estimate_stakes(folder, gained),
        gained=gained,
        length=sum(km for sector, km in line.items() if sector not in RIVER_SECTORS),
        occupied=(first, second),
        held=COUNTRY_KM2 - peninsula - (first + second) / 2.0,
        claimed=_claimed(later, month),
        europe=_europe(later, month),
        purchases=12.0 * float(_aid(later, "mil_nato_purl", month)[-SALES_MONTHS:].mean()),
        rest=sum(area(regions[name]) for name in CEDED) - sum(taken),
    )


def last_month(day: datetime.date) -> str:
    """Return the last month, `YYYY-MM`, of which less than a week is still to come on a day.

    Parameters
    ----------
    day : date
        Week 0.
    """
    left = calendar.monthrange(day.year, day.month)[1] - day.day
    return (day if left < 7 else day.replace(day=1) - datetime.timedelta(days=1)).isoformat()[:7]


def _week(folder: Path, date: str, field: str) -> dict[str, float]:
    """Read one column of the first map's weekly table for the week that ends on `date`, by sector."""
    rows = read_rows(folder, MAPS[0], ("week_end", "sector_id", field))
    values = {row["sector_id"]: float(row[field]) for row in rows if row["week_end"] == date}
    if not values:
        raise ObservationError.of(
            str(folder / MAPS[0]), f"has no week that ends on {date}; name a Saturday that it has"
        )
    return values


def _last(folder: Path, name: str, key: str, field: str, last: str) -> float:
    days, values = read_column(folder, name, key, field, _until(last))
    if (datetime.date.fromisoformat(last) - datetime.date.fromisoformat(days[-1])).days > MOST_DAYS:
        raise ObservationError.of(str(folder / name), f"'{field}' ends on {days[-1]}, more than a week before {last}")
    return float(values[-1])


def _until(last: str) -> Callable[[str], bool]:
    return lambda key: key <= last


def _claimed(folder: Path, month: str) -> tuple[float, float]:
    per_day = _monthly(folder, "losses_russia_monthly.csv", "per_day", month, HALF_YEAR)
    return float(per_day[-1]), float(np.diff(per_day).std(ddof=1))


def _aid(folder: Path, column: str, month: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return _monthly(folder, "aid_monthly_bloc.csv", f"{column}_eur_bn", month, YEAR)


def _monthly(
    folder: Path, name: str, field: str, month: str, least: int
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Read the year to `month`, of which the last `least` months must be there."""
    months, values = read_column(folder, name, "month", field, _until(month))
    if len(values) < least or months[-1] != month:
        raise ObservationError.of(str(folder / name), f"'{field}' does not have the {least} months up to {month}")
    return values[-YEAR:]


def _europe(folder: Path, month: str) -> tuple[float, float]:
    """All military aid but that of the US, less purchases from US stocks: over a year and over the last half-year."""
    monthly = _aid(folder, "military_europe", month) + _aid(folder, "military_other", month)
    own = monthly - _aid(folder, "mil_nato_purl", month)
    return float(own.sum()), 2.0 * float(own[-HALF_YEAR:].sum())
