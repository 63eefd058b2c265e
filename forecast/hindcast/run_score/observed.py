"""What was observed after week 0 of a run: the weeks of a map nearest to the weeks of the run."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from forecast.errors import ObservationError
from forecast.hindcast.truth import truths
from forecast.observations.series import Floats, Observations


class Observed(NamedTuple):
    """record, the observed week that stands for week 0, the weeks that can be scored, and the km2 gained by them."""

    record: Observations
    origin: np.datetime64
    weeks: list[int]
    sums: Floats

    def end(self, week: int) -> date:
        """Last day of the observed week that stands for `week` of the run."""
        return date.fromisoformat(str(self.origin + 7 * week))

    def known(self) -> Observations:
        """The record up to week 0."""
        return self.record.until(self.origin)


def observed(record: Observations, baseline: date, weeks: Sequence[int]) -> Observed:
    """Sums of the total over the weeks of the run, where the record has all of them; the nearest week is within 3 days.

    baseline: date of week 0. weeks: those at which the run has outcomes, ascending. Raises ObservationError, which says
    what the file has and what is needed, if not even the first can be scored.
    """
    origin = week_zero(record, baseline)
    sums = gained(record, origin, weeks)
    known = np.flatnonzero(~np.isnan(sums))
    if not len(known):
        raise ObservationError.of(record.name, _lacking(record, origin, baseline, weeks[0]))
    return Observed(record, origin, [weeks[int(k)] for k in known], sums[known])


def week_zero(record: Observations, baseline: date) -> np.datetime64:
    """The end of the week of the record, seen or not, that lies nearest to `baseline`."""
    first = record.weeks[0].astype("datetime64[D]")
    days = int((np.datetime64(baseline, "D") - first).astype(np.int64))
    return np.datetime64(first + 7 * round(days / 7))


def gained(record: Observations, origin: np.datetime64, weeks: Sequence[int]) -> Floats:
    """km2 that side 1 gained in all in the h weeks after `origin`, NaN where one of them is not in the record."""
    if record.weeks[0] > origin + 7:
        return np.full(len(weeks), np.nan)
    return truths(record, origin, weeks)[:, -1]


def not_scored(found: Observed, weeks: Sequence[int]) -> list[str]:
    """A line on the weeks of the run that the record does not reach or has gaps before; none if there is none."""
    left = [week for week in weeks if week not in found.weeks]
    if not left:
        return []
    record, end = found.record, found.origin + 7 * left[0]
    after = (record.weeks > found.origin) & (record.weeks <= end) & np.isnan(record.total)
    reason = f"has no total for the week that ends on {record.weeks[after][0]}" if after.any() else "ends too early"
    named = ", ".join(f"w{week}" for week in left)
    return ["", f"Not scored: {named}; {record.name} {reason} (last week {record.weeks[-1]})"]


def _lacking(record: Observations, origin: np.datetime64, baseline: date, first: int) -> str:
    begin, end = origin + 7, origin + 7 * first
    need = f"a run from {baseline} is scored from its week {first} on, which needs every week from {begin} to {end}"
    if record.weeks[-1] < end:
        return f"ends on {record.weeks[-1]}; {need}"
    if record.weeks[0] > begin:
        return f"begins on {record.weeks[0]}; {need}"
    inside = (record.weeks >= begin) & (record.weeks <= end)
    missing = np.min(record.weeks[inside & np.isnan(record.total)])
    return f"has no total for the week that ends on {missing}; {need}"
