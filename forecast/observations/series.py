"""Weekly series of one map of the front, and the alignment of several maps on the same weeks.

Side 1 is the attacker, side 0 the defender. An origin is the last day that a forecast knows.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from forecast.errors import ObservationError

Floats = npt.NDArray[np.float64]
Days = npt.NDArray[np.datetime64]

_WEEK = 7
_MAX_NAMED = 8  # sectors that a message names


@dataclass(frozen=True)
class Observations:
    """Weekly net gain of side 1 (negative where side 0 gains), as one map shows it.

    Attributes
    ----------
    name : str
        The file, for messages.
    weeks : datetime64[D][weeks]
        Last days of consecutive weeks, 7 days apart.
    locations : tuple of str
        Sector ids, sorted; empty if the file has the total only.
    net : float64[weeks, sectors]
        Net gain, km2 a week; NaN where the map has no value.
    total : float64[weeks]
        Net gain of the whole front, km2 a week; NaN where unknown.
    """

    name: str
    weeks: Days
    locations: tuple[str, ...]
    net: Floats
    total: Floats

    def until(self, origin: np.datetime64) -> "Observations":
        """Select the weeks that end on or before `origin`: what is known on that day."""
        return self._select(self.weeks <= origin)

    def since(self, first: np.datetime64) -> "Observations":
        """Select the weeks that end on or after `first`."""
        return self._select(self.weeks >= first)

    def _select(self, chosen: npt.NDArray[np.bool_]) -> "Observations":
        return replace(self, weeks=self.weeks[chosen], net=self.net[chosen], total=self.total[chosen])


@dataclass(frozen=True)
class WeeklySeries:
    """A weekly series of something else than the front, from an observation file.

    Attributes
    ----------
    target : str
        Name of the series in the column `target`: `losses_claimed` or `salient_km2`.
    weeks : datetime64[D][weeks]
        Last days of consecutive weeks, 7 days apart.
    values : float64[weeks]
        Values in persons or km2; NaN where missing.
    """

    target: str
    weeks: Days
    values: Floats

    def until(self, origin: np.datetime64) -> "WeeklySeries":
        """Select the weeks that end on or before `origin`."""
        return self._select(self.weeks <= origin)

    def since(self, first: np.datetime64) -> "WeeklySeries":
        """Select the weeks that end on or after `first`."""
        return self._select(self.weeks >= first)

    def _select(self, chosen: npt.NDArray[np.bool_]) -> "WeeklySeries":
        return replace(self, weeks=self.weeks[chosen], values=self.values[chosen])


def no_later(days: int) -> int:
    """For `aligned`: a week counts for the next week of the leading map, which ends 0 to 6 days later."""
    return days


def nearest(days: int) -> int:
    """For `aligned`: a week counts for the nearest week of the leading map, which ends up to 3 days off."""
    return days if days <= _WEEK // 2 else days - _WEEK


def aligned(lead: Observations, other: Observations, choose: Callable[[int], int]) -> Observations:
    """Put the values of `other` on the weeks and sectors of `lead`, NaN where `other` has none.

    Parameters
    ----------
    lead, other : Observations
        The leading map and the map to align.
    choose : callable
        `no_later` or `nearest`. Takes the number of days (0 to 6) by which a week of `other` ends before the next week
        of `lead`; returns the days to add to the end of that week so that it falls on a week of `lead`.

    Raises
    ------
    ObservationError
        If both maps have sectors and the sectors differ, or if no week of `other` falls on a week of `lead`.
    """
    require_same_sectors(lead, other)
    before = int((lead.weeks[0] - other.weeks[0]).astype(int)) % _WEEK
    moved = other.weeks + np.timedelta64(choose(before), "D")
    index = (moved - lead.weeks[0]).astype(int) // _WEEK
    inside = (index >= 0) & (index < len(lead.weeks))
    if not inside.any():
        span = f"{other.weeks[0]} to {other.weeks[-1]}"
        raise ObservationError.of(other.name, f"{span} shares no week with {lead.name}; give the same time")
    net = np.full(lead.net.shape, np.nan)
    total = np.full(lead.total.shape, np.nan)
    total[index[inside]] = other.total[inside]
    if other.locations == lead.locations:
        net[index[inside]] = other.net[inside]
    return replace(other, weeks=lead.weeks, locations=lead.locations, net=net, total=total)


def require_same_sectors(lead: Observations, other: Observations) -> None:
    """Check that two maps have the same sectors. A map that has only the total fits any other.

    Raises
    ------
    ObservationError
        If the sectors differ; the message names those that only one map has.
    """
    ours, theirs = set(lead.locations), set(other.locations)
    if ours == theirs or not ours or not theirs:
        return
    differences = [f"lacks {_quoted_names(ours - theirs)}"] * bool(ours - theirs)
    differences += [f"also has {_quoted_names(theirs - ours)}"] * bool(theirs - ours)
    message = f"{' and '.join(differences)}; it needs the sectors of {lead.name}, or the total only"
    raise ObservationError.of(other.name, message)


def _quoted_names(sectors: set[str]) -> str:
    names = sorted(sectors)
    rest = f" and {len(names) - _MAX_NAMED} more" if len(names) > _MAX_NAMED else ""
    return ", ".join(f"'{sector}'" for sector in names[:_MAX_NAMED]) + rest
