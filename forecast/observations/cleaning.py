"""Cleaning: which weeks of a record inform the level. Great withdrawals and breakthroughs do not."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from forecast.observations.series import Observations

RUPTURE_KM2 = 1_000.0
TAIL_WEEKS = 2
LEAST_WEEKS = 26


def usable(obs: Observations) -> Observations:
    """The weeks of a record up to an origin (`obs.until(origin)`) to which a level or a benchmark is fitted.

    A rupture is a week in which more than 1,000 km2 changed hands on balance. The record starts in the third week
    after its last rupture: before it the front was another one, and the two weeks after it are its tail. If fewer than
    26 weeks with a value would be left, the record starts after an earlier rupture, or at its beginning; the weeks of
    the later ruptures are then missing. Missing weeks at the start are left out. Every step uses only the rows that it
    is given: cut the record at the origin first, and no later row can change the result.
    """
    torn = ruptures(obs)
    known = ~np.isnan(obs.total) & ~torn
    starts = [int(week) + 1 + TAIL_WEEKS for week in np.flatnonzero(torn)]
    start = max((s for s in starts if known[s:].sum() >= LEAST_WEEKS), default=0)
    with_value = np.flatnonzero(known[start:])
    start = start + int(with_value[0]) if len(with_value) else len(known)
    return _without(replace(obs, weeks=obs.weeks[start:], net=obs.net[start:], total=obs.total[start:]), torn[start:])


def usable_all(maps: Sequence[Observations]) -> list[Observations]:
    """`usable` for several maps on the same weeks (`read_all`): the first map decides where they all start."""
    if not maps:
        return []
    lead = usable(maps[0])
    start = len(maps[0].weeks) - len(lead.weeks)
    others = [replace(o, weeks=o.weeks[start:], net=o.net[start:], total=o.total[start:]) for o in maps[1:]]
    return [lead, *(_without(other, ruptures(other)) for other in others)]


def ruptures(obs: Observations) -> npt.NDArray[np.bool_]:
    """bool[weeks]: more than 1,000 km2 on balance. Without a total the sum of the known sectors counts."""
    net = np.where(np.isnan(obs.total), np.nansum(obs.net, axis=1), obs.total)
    return np.asarray(np.abs(net) > RUPTURE_KM2)


def _without(obs: Observations, torn: npt.NDArray[np.bool_]) -> Observations:
    net = np.where(torn[:, None], np.nan, obs.net)
    return replace(obs, net=net, total=np.where(torn, np.nan, obs.total))
