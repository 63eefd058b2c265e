"""Reads the series to which a calibration is fitted: usable weeks of the maps, claimed losses, and the salient.

Week 0 is the week of the baseline, in which a run starts. The salient is land of the attacker that the defender holds.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from forecast.errors import ObservationError
from forecast.observations.cleaning import MIN_WEEKS, usable_all
from forecast.observations.read import ABROAD, LOSSES, SALIENT, read_all, read_all_weekly_series
from forecast.observations.series import Floats, Observations, WeeklySeries

if TYPE_CHECKING:
    from forecast.config import Experiment

_WEEK = np.timedelta64(7, "D")


class TrainingSeries(NamedTuple):
    """All series up to the last week of the first map.

    Attributes
    ----------
    maps : list of Observations
        Usable weeks of each map, all on the weeks and sectors of the first.
    losses : float64[weeks] or None
        Claimed losses, persons a week.
    salient : float64[weeks, maps] or None
        Area of the salient, km2; NaN where a map has none.
    last : datetime64[D]
        Last day of the last week of the first map.
    ahead : int
        Weeks from that week to week 0.
    """

    maps: list[Observations]
    losses: Floats | None
    salient: Floats | None
    last: np.datetime64
    ahead: int


def read_training_series(exp: "Experiment", paths: Sequence[str | Path], until: np.datetime64 | None) -> TrainingSeries:
    """Read all files, and drop the weeks that end after `until`.

    Parameters
    ----------
    exp : Experiment
        Gives the sectors, the attacker and the date of week 0.
    paths : sequence of str or Path
        Observation files, one per map. The other maps are aligned with the first.
    until : datetime64[D] or None
        Weeks that end later are not used. None is allowed only if no week ends after the date of week 0.

    Raises
    ------
    ObservationError
        If a file has problems or its sectors are not those of the baseline, if fewer than 26 weeks with a value are
        left, or if weeks after the date of week 0 would be used.
    """
    observed = read_all(paths)
    date = np.datetime64(exp.baseline.date, "D")
    name, end = observed[0].name, observed[0].weeks[-1]
    if until is None and end > date:
        raise ObservationError.of(name, f"goes to {end}, past the baseline's date {date}; add --until {date}")
    if until is not None and until > date:
        raise ObservationError.of(f"--until {until}", f"is past the baseline's date, {date}")
    if observed[0].locations and set(observed[0].locations) != set(exp.baseline.sectors):
        ours, theirs = ", ".join(exp.baseline.sectors), ", ".join(observed[0].locations)
        raise ObservationError.of(name, f"has the sectors {theirs}; the config has {ours}")
    stop = date if until is None else until
    cut = [obs.until(stop) for obs in observed]
    maps = usable_all(cut) if len(cut[0].weeks) else cut
    known = int((~np.isnan(maps[0].total)).sum())
    if known < MIN_WEEKS:
        message = f"{known} weeks with a value up to {stop}; at least {MIN_WEEKS} are needed"
        raise ObservationError.of(name, message)
    last = maps[0].weeks[-1]
    losses = _cut_after(read_all_weekly_series(paths, LOSSES, exp.baseline.attacker), last)
    areas = _cut_after(read_all_weekly_series(paths, SALIENT, ABROAD), last)
    return TrainingSeries(
        maps,
        losses[0].values if losses else None,
        _side_by_side(areas) if areas else None,
        last,
        round(int((date - last).astype(int)) / 7),
    )


def _cut_after(series: Sequence[WeeklySeries], last: np.datetime64) -> list[WeeklySeries]:
    """Drop the weeks that end after `last`, and the series that have no other weeks."""
    return [cut for cut in (weekly.until(last) for weekly in series) if len(cut.weeks)]


def _side_by_side(areas: Sequence[WeeklySeries]) -> Floats:
    """Put areas into one table float64[weeks, maps].

    Its weeks count from the earliest week of all series. A week that does not coincide with one of them goes to the
    nearest.
    """
    first = min(series.weeks[0] for series in areas)
    count = max(round((series.weeks[-1] - first) / _WEEK) for series in areas) + 1
    table = np.full((count, len(areas)), np.nan)
    for j, series in enumerate(areas):
        table[np.rint((series.weeks - first) / _WEEK).astype(int), j] = series.values
    return table
