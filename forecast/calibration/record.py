"""What a calibration is given: the maps, the series beside them, and the last week of all."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from forecast.errors import ObservationError
from forecast.observations.cleaning import LEAST_WEEKS, usable_all
from forecast.observations.read import ABROAD, LOSSES, SALIENT, read_all, read_all_weekly_series
from forecast.observations.series import Floats, Observations, WeeklySeries

if TYPE_CHECKING:
    from forecast.config import Experiment

_WEEK = np.timedelta64(7, "D")


class Record(NamedTuple):
    """maps: usable weeks, the first leads. losses float64[T] persons a week, salient float64[T, maps] km2, or None.

    last: end of the last week of the first map. carried: weeks from there to week 0.
    """

    maps: list[Observations]
    losses: Floats | None
    salient: Floats | None
    last: np.datetime64
    carried: int


def read_record(exp: "Experiment", paths: Sequence[str | Path], until: np.datetime64 | None) -> Record:
    """Reads and cuts everything at `until`. Raises ObservationError: faulty files, other sectors, too few weeks.

    Observations after the baseline's date are refused, since the baseline must not know them.
    """
    found = read_all(paths)
    date = np.datetime64(exp.baseline.date, "D")
    name, end = found[0].name, found[0].weeks[-1]
    if until is None and end > date:
        raise ObservationError.of(name, f"goes to {end}, past the baseline's date {date}; add --until {date}")
    if until is not None and until > date:
        raise ObservationError.of(f"--until {until}", f"is past the baseline's date, {date}")
    if found[0].locations and set(found[0].locations) != set(exp.baseline.sectors):
        ours, theirs = ", ".join(exp.baseline.sectors), ", ".join(found[0].locations)
        raise ObservationError.of(name, f"has the sectors {theirs}; the config has {ours}")
    stop = date if until is None else until
    cut = [obs.until(stop) for obs in found]
    maps = usable_all(cut) if len(cut[0].weeks) else cut
    told = int((~np.isnan(maps[0].total)).sum())
    if told < LEAST_WEEKS:
        message = f"{told} weeks with a value up to {stop}; at least {LEAST_WEEKS} are needed"
        raise ObservationError.of(name, message)
    last = maps[0].weeks[-1]
    losses = _until(read_all_weekly_series(paths, LOSSES, exp.baseline.attacker), last)
    areas = _until(read_all_weekly_series(paths, SALIENT, ABROAD), last)
    return Record(
        maps,
        losses[0].values if losses else None,
        _beside(areas) if areas else None,
        last,
        round(int((date - last).astype(int)) / 7),
    )


def _until(found: Sequence[WeeklySeries], last: np.datetime64) -> list[WeeklySeries]:
    """Each up to the last week; one that begins later is left out."""
    return [cut for cut in (series.until(last) for series in found) if len(cut.weeks)]


def _beside(areas: Sequence[WeeklySeries]) -> Floats:
    """Areas (weeks, maps) on the weeks of the first; a week of another counts for the one that it ends nearest to."""
    first = min(series.weeks[0] for series in areas)
    count = max(round((series.weeks[-1] - first) / _WEEK) for series in areas) + 1
    table = np.full((count, len(areas)), np.nan)
    for j, series in enumerate(areas):
        table[np.rint((series.weeks - first) / _WEEK).astype(int), j] = series.values
    return table
