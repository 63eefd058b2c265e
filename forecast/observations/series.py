"""Weekly series: one map's record of the front, further series beside it, and maps aligned on the same weeks."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from forecast.errors import ObservationError

Floats = npt.NDArray[np.float64]
Days = npt.NDArray[np.datetime64]

_WEEK = 7
_MOST_NAMED = 8


@dataclass(frozen=True)
class Observations:
    """Weekly net gain of side 1 as one map shows it.

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
        """The weeks that end on or before `origin`: what is known on that day."""
        return self._select(self.weeks <= origin)

    def since(self, first: np.datetime64) -> "Observations":
        """The weeks that end on or after `first`."""
        return self._select(self.weeks >= first)

    def _select(self, chosen: npt.NDArray[np.bool_]) -> "Observations":
        return replace(self, weeks=self.weeks[chosen], net=self.net[chosen], total=self.total[chosen])


@dataclass(frozen=True)
class WeeklySeries:
    """A weekly series beside the front, from the same file.

    Attributes
    ----------
    target : str
        Its name in the file.
    weeks : datetime64[D][weeks]
        Last days of consecutive weeks.
    values : float64[weeks]
        In the unit of the target; NaN where missing.
    """

    target: str
    weeks: Days
    values: Floats

    def until(self, origin: np.datetime64) -> "WeeklySeries":
        """The weeks that end on or before `origin`."""
        return self._select(self.weeks <= origin)

    def since(self, first: np.datetime64) -> "WeeklySeries":
        """The weeks that end on or after `first`."""
        return self._select(self.weeks >= first)

    def _select(self, chosen: npt.NDArray[np.bool_]) -> "WeeklySeries":
        return replace(self, weeks=self.weeks[chosen], values=self.values[chosen])


def no_later(days: int) -> int:
    """Days to move a week so that it is the last one that has ended: 0 to 6 days earlier."""
    return days


def nearest(days: int) -> int:
    """Days to move a week to the nearest week of the leading map: up to 3 days earlier or later."""
    return days if days <= _WEEK // 2 else days - _WEEK


def aligned(lead: Observations, other: Observations, choose: Callable[[int], int]) -> Observations:
    """`other` on the weeks and sectors of `lead`, NaN where it has no value.

    Parameters
    ----------
    lead, other : Observations
        The leading map and the one to align.
    choose : callable
        `no_later` or `nearest`: takes how many days (0 to 6) a week of `other` ends before the next week of `lead`, and
        returns how many days to move it.

    Raises
    ------
    ObservationError
        If their sectors differ (one of them may have the total only), or they share no week.
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
    """Raise ObservationError if both maps have sectors and the sectors differ.

    Raises
    ------
    ObservationError
        Names the sectors that only one of them has.
    """
    ours, theirs = set(lead.locations), set(other.locations)
    if ours == theirs or not ours or not theirs:
        return
    differences = [f"lacks {_listed(ours - theirs)}"] * bool(ours - theirs)
    differences += [f"also has {_listed(theirs - ours)}"] * bool(theirs - ours)
    message = f"{' and '.join(differences)}; it needs the sectors of {lead.name}, or the total only"
    raise ObservationError.of(other.name, message)


def _listed(sectors: set[str]) -> str:
    first = sorted(sectors)
    rest = f" and {len(first) - _MOST_NAMED} more" if len(first) > _MOST_NAMED else ""
    return ", ".join(f"'{sector}'" for sector in first[:_MOST_NAMED]) + rest
