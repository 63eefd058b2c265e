"""Past dates to forecast from, and how far ahead, from what a user types."""

import re
from datetime import date

import numpy as np

from forecast.errors import ConfigError, ObservationError
from forecast.observations.series import Days, Observations

MOST_ORIGINS = 1000
MOST_WEEKS = 520
STEP = re.compile(r"([1-9]\d{0,3})([dw])")
FORM = "write START:END:STEP, such as 2023-06-03:2024-08-31:28d"


def parse_origins(text: str) -> list[date]:
    """Dates of `START:END:STEP`, END included if a step meets it; STEP in days (d) or weeks (w). Raises ConfigError."""
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
    if count > MOST_ORIGINS:
        raise ConfigError.of(where, f"{count:,} origins; at most {MOST_ORIGINS:,} in one hindcast")
    return [date.fromordinal(start.toordinal() + days * k) for k in range(count)]


def _date(text: str, where: str) -> date:
    try:
        if len(text) != 10:
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise ConfigError.of(where, f"'{text}' is not a date; {FORM}") from None


def parse_horizons(text: str) -> list[int]:
    """Whole weeks of `1,4,13,26,52`, each once, in order. Raises ConfigError."""
    where = f"--horizons {text}"
    words = text.split(",")
    for word in words:
        if not (word.isascii() and word.isdigit() and len(word) < 5 and 1 <= int(word) <= MOST_WEEKS):
            message = f"'{word}' is not a number of weeks from 1 to {MOST_WEEKS}; write for example 1,4,13,26,52"
            raise ConfigError.of(where, message)
    weeks = [int(word) for word in words]
    if len(set(weeks)) < len(weeks):
        raise ConfigError.of(where, "names a number of weeks twice")
    return sorted(weeks)


def known_origins(asked: list[date], seen: Observations) -> Days:
    """The last observed week end on or before each date, each once. Raises ObservationError if one has none.

    A date after the last observed week is refused: nothing would be known there that an earlier origin does not know.
    """
    dates = np.array(asked, dtype="datetime64[D]")
    first, last = seen.weeks[0], seen.weeks[-1]
    late = dates[dates >= last + 7]
    if len(late):
        raise ObservationError.of(seen.name, f"ends on {last}: no origin at {late[0]}; end the origins there")
    if dates[0] < first:
        raise ObservationError.of(
            seen.name,
            f"begins on {first}: nothing is known at the origin {dates[0]}; begin about half a year after {first}",
        )
    return np.unique(seen.weeks[np.searchsorted(seen.weeks, dates, side="right") - 1])
