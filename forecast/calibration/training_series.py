"""The series that a calibration is fitted to: usable weeks of the maps, claimed losses, the salient."""

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
        Usable weeks; the first map leads.
    losses : float64[weeks] or None
        Claimed losses, persons a week.
    salient : float64[weeks, maps] or None
        Area of the salient, km2.
    last : datetime64[D]
        Last day of the last week.
    ahead : int
        Weeks from there to week 0.
    """

    maps: list[Observations]
    losses: Floats | None
    salient: Floats | None
    last: np.datetime64
    ahead: int


def read_training_series(exp: "Experiment", paths: Sequence[str | Path], until: np.datetime64 | None) -> TrainingSeries:
    """Read all files and cut them at `until`.

    Parameters
    ----------
    exp : Experiment
        Gives the sectors, the attacker and the date of week 0.
    paths : sequence of str or Path
        Observation files; the first map leads.
    until : datetime64[D] or None
        Use no week that ends later.

    Raises
    ------
    ObservationError
        If a file has faults or other sectors, too few weeks are left, or the observations go past the date of week 0,
        which the baseline must not know.
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
    losses = _until(read_all_weekly_series(paths, LOSSES, exp.baseline.attacker), last)
    areas = _until(read_all_weekly_series(paths, SALIENT, ABROAD), last)
    return TrainingSeries(
        maps,
        losses[0].values if losses else None,
        _side_by_side(areas) if areas else None,
        last,
        round(int((date - last).astype(int)) / 7),
    )


def _until(series: Sequence[WeeklySeries], last: np.datetime64) -> list[WeeklySeries]:
    """Each series up to the last week; leaves out those that begin later."""
    return [cut for cut in (one.until(last) for one in series) if len(cut.weeks)]


def _side_by_side(areas: Sequence[WeeklySeries]) -> Floats:
    """Areas float64[weeks, maps] on the weeks of the first series; a week of another goes to the nearest of them."""
    first = min(series.weeks[0] for series in areas)
    count = max(round((series.weeks[-1] - first) / _WEEK) for series in areas) + 1
    table = np.full((count, len(areas)), np.nan)
    for j, series in enumerate(areas):
        table[np.rint((series.weeks - first) / _WEEK).astype(int), j] = series.values
    return table
