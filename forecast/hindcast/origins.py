"""Parses origins and horizons as a user types them, and sums what was observed after an origin.

An origin is the last day that a forecast knows; a horizon is the number of weeks after it that are summed.
"""

import re
from collections.abc import Sequence
from datetime import date

import numpy as np

from forecast.errors import ConfigError, ObservationError
from forecast.observations.series import Days, Floats, Observations

MAX_ORIGINS = 1000
MAX_WEEKS = 520
STEP = re.compile(r"([1-9]\d{0,3})([dw])")
FORM = "write START:END:STEP, such as 2023-06-03:2024-08-31:28d"


def parse_origins(text: str) -> list[date]:
    """Parse `START:END:STEP` into dates. STEP is in days (d) or weeks (w); END is included if a step falls on it.

    Raises
    ------
    ConfigError
        If the text has another form, END is before START, or there are too many origins.
    """
    where = f"--origins {text}"
    parts = text.split(":")
    if len(parts) != 3:
        raise ConfigError.of(where, f"has {len(parts)} parts; {FORM}")
    start, end = (_date(part, where) for part in parts[:2])
    step = STEP.fullmatch(parts[2])
    if not step:
        raise ConfigError.of(where, f"'{parts[2]}' is not a step of days or weeks; {FORM}")
    days = int(step[1]) * (7 if step[2] == "w" else 1)
    if end < start:
        raise ConfigError.of(where, f"{end} is before {start}; {FORM}")
    count = (end - start).days // days + 1
    if count > MAX_ORIGINS:
        raise ConfigError.of(where, f"{count:,} origins; at most {MAX_ORIGINS:,} in one hindcast")
    return [date.fromordinal(start.toordinal() + days * k) for k in range(count)]


def _date(text: str, where: str) -> date:
    try:
        if len(text) != 10:
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise ConfigError.of(where, f"'{text}' is not a date; {FORM}") from None


def parse_horizons(text: str) -> list[int]:
    """Parse a text such as `1,4,13,26,52` into sorted numbers of weeks.

    Raises
    ------
    ConfigError
        If a part is not a whole number from 1 to 520, or a number occurs twice.
    """
    where = f"--horizons {text}"
    words = text.split(",")
    for word in words:
        if not (word.isascii() and word.isdigit() and len(word) < 5 and 1 <= int(word) <= MAX_WEEKS):
            message = f"'{word}' is not a number of weeks from 1 to {MAX_WEEKS}; write for example 1,4,13,26,52"
            raise ConfigError.of(where, message)
    weeks = [int(word) for word in words]
    if len(set(weeks)) < len(weeks):
        raise ConfigError.of(where, "names a number of weeks twice")
    return sorted(weeks)


def known_origins(dates: list[date], obs: Observations) -> Days:
    """Replace each date by the end of the last observed week on or before it, and drop duplicates.

    A date a week or more after the last observed week is refused, because nothing more is known there than at that
    week.

    Raises
    ------
    ObservationError
        If a date is 7 days or more after the last observed week, or before the first.
    """
    days = np.array(dates, dtype="datetime64[D]")
    first, last = obs.weeks[0], obs.weeks[-1]
    late = days[days >= last + 7]
    if len(late):
        raise ObservationError.of(obs.name, f"ends on {last}: no origin at {late[0]}; end the origins there")
    if days[0] < first:
        raise ObservationError.of(
            obs.name,
            f"begins on {first}: nothing is known at the origin {days[0]}; begin about half a year after {first}",
        )
    return np.unique(obs.weeks[np.searchsorted(obs.weeks, days, side="right") - 1])


def observed_sums(obs: Observations, origin: np.datetime64, horizons: Sequence[int]) -> Floats:
    """Sum the net gains of the weeks after an origin.

    Parameters
    ----------
    obs : Observations
        The map that is scored.
    origin : datetime64[D]
        Last day known to the forecast.
    horizons : sequence of int
        Numbers of weeks that are summed.

    Returns
    -------
    float64[horizons, sectors + 1]
        Sums in km2; the last column is the total. NaN if a week is missing.
    """
    begin = int(np.searchsorted(obs.weeks, origin, side="right"))
    table = np.column_stack([obs.net, obs.total])
    sums = np.full((len(horizons), table.shape[1]), np.nan)
    for row, weeks in zip(sums, horizons, strict=True):
        if begin + weeks <= len(table):
            row[:] = table[begin : begin + weeks].sum(axis=0)
    return sums
