"""Reads what was observed in the 49 weeks after week 0: the gains of both maps and the claimed losses."""

from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import numpy as np

from forecast.errors import ObservationError
from forecast.hindcast.run_score.observed import gained, week_zero
from studies.as_it_came.paths import WEEKS
from studies.front_statistics.training_series import MAPS, read_column
from studies.observations.sector_tables import read_sector_tables


class Seen(NamedTuple):
    """What was observed.

    Attributes
    ----------
    gains : tuple of tuple of float
        By week of WEEKS: net gain since week 0 on the first and on the second map, km2.
    claimed : float
        Claimed losses of the attacker, persons a day over 49 weeks.
    first, last : datetime.date
        First and last day of the 49 weeks.
    """

    gains: tuple[tuple[float, float], ...]
    claimed: float
    first: date
    last: date


def read_seen(later: Path, week_0: date) -> Seen:
    """Read the series after week 0.

    Parameters
    ----------
    later : Path
        Folder of the series after the training series.
    week_0 : date
        Date of the baseline. The week of the map that ends nearest to it counts as week 0.

    Raises
    ------
    ObservationError
        If a file or a week is missing.
    """
    records = [read_sector_tables([later / name]) for name in MAPS]
    start = week_zero(records[0], week_0)
    sums = [gained(record, start, WEEKS) for record in records]
    if np.isnan(sums).any():
        raise ObservationError.of(str(later), f"its maps do not have {WEEKS[-1]} weeks after {start}")
    zero = date.fromisoformat(str(start))
    first, last = zero + timedelta(days=1), zero + timedelta(weeks=WEEKS[-1])
    gains = tuple((float(one), float(two)) for one, two in zip(*sums, strict=True))
    return Seen(gains, _claimed(later, first, last), first, last)


def _claimed(later: Path, first: date, last: date) -> float:
    """Mean claimed losses a day from monthly means, each month weighted with its days inside the span."""
    months, per_day = read_column(later, "losses_russia_monthly.csv", "month", "per_day", bool)
    known = dict(zip(months, per_day, strict=True))
    days = [first + timedelta(days=k) for k in range((last - first).days + 1)]
    lacking = sorted({f"{day:%Y-%m}" for day in days} - known.keys())
    if lacking:
        raise ObservationError.of(str(later / "losses_russia_monthly.csv"), f"has no month {lacking[0]}")
    return float(np.mean([known[f"{day:%Y-%m}"] for day in days]))
