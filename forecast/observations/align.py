"""Putting a second look at the front on the weeks and sectors of the first."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from forecast.errors import ObservationError
from forecast.observations.series import Observations

_WEEK = 7
_MOST_NAMED = 8


def no_later(days: int) -> int:
    """The last week that has ended when the leading one ends: 0 to 6 days earlier."""
    return days


def nearest(days: int) -> int:
    """The week that ends nearest to the leading one: up to 3 days earlier or later."""
    return days if days <= _WEEK // 2 else days - _WEEK


def aligned(lead: Observations, other: Observations, choose: Callable[[int], int]) -> Observations:
    """`other` on the weeks and sectors of `lead`, NaN where it has none.

    choose: from how many days (0 to 6) a week of `other` ends before the next of `lead`, how many days to move it.
    Raises ObservationError if their sectors differ (but either may have the total only) or no week is shared.
    """
    same_sectors(lead, other)
    before = int((lead.weeks[0] - other.weeks[0]).astype(int)) % _WEEK
    moved = other.weeks + np.timedelta64(choose(before), "D")
    place = (moved - lead.weeks[0]).astype(int) // _WEEK
    inside = (place >= 0) & (place < len(lead.weeks))
    if not inside.any():
        span = f"{other.weeks[0]} to {other.weeks[-1]}"
        raise ObservationError.of(other.name, f"{span} shares no week with {lead.name}; give the same time")
    net = np.full(lead.net.shape, np.nan)
    total = np.full(lead.total.shape, np.nan)
    total[place[inside]] = other.total[inside]
    if other.locations == lead.locations:
        net[place[inside]] = other.net[inside]
    return replace(other, weeks=lead.weeks, locations=lead.locations, net=net, total=total)


def same_sectors(lead: Observations, other: Observations) -> None:
    """Raise ObservationError if both have sectors and not the same ones."""
    ours, theirs = set(lead.locations), set(other.locations)
    if ours == theirs or not ours or not theirs:
        return
    parts = [f"lacks {_named(ours - theirs)}"] * bool(ours - theirs) + [f"also has {_named(theirs - ours)}"] * bool(
        theirs - ours
    )
    message = f"{' and '.join(parts)}; it needs the sectors of {lead.name}, or the total only"
    raise ObservationError.of(other.name, message)


def _named(sectors: set[str]) -> str:
    some = sorted(sectors)
    rest = f" and {len(some) - _MOST_NAMED} more" if len(some) > _MOST_NAMED else ""
    return ", ".join(f"'{sector}'" for sector in some[:_MOST_NAMED]) + rest
