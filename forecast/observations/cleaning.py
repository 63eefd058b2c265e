"""Which weeks of a record tell of the level: not a great withdrawal or breakthrough, nor what leads up to it."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from forecast.observations.series import Observations

RUPTURE_KM2 = 1_000.0
TAIL_WEEKS = 2
LEAST_WEEKS = 26


def usable(obs: Observations) -> Observations:
    """The weeks of a record up to an origin (`obs.until(origin)`) that a level, or a benchmark, is fitted to.

    A rupture is a week in which more than 1,000 km2 changed hands on balance. The record starts in the third week
    after its last rupture: before it the front was another one, and two weeks are its tail. If fewer than 26 weeks
    with a value would be left, the rupture before it counts instead, or none, and the weeks of later ruptures
    themselves are missing. Missing weeks at the start, those included, are left out. Every step looks at the rows it is
    given only: cut the record at the origin first, and no later row can change it.
    """
    torn = ruptures(obs)
    known = ~np.isnan(obs.total) & ~torn
    starts = [int(week) + 1 + TAIL_WEEKS for week in np.flatnonzero(torn)]
    start = max((s for s in starts if known[s:].sum() >= LEAST_WEEKS), default=0)
    told = np.flatnonzero(known[start:])
    start = start + int(told[0]) if len(told) else len(known)
    return _without(replace(obs, weeks=obs.weeks[start:], net=obs.net[start:], total=obs.total[start:]), torn[start:])


def usable_all(looks: Sequence[Observations]) -> list[Observations]:
    """The same for several looks on the same weeks (`read_all`): the first decides where they start."""
    if not looks:
        return []
    lead = usable(looks[0])
    start = len(looks[0].weeks) - len(lead.weeks)
    others = [replace(o, weeks=o.weeks[start:], net=o.net[start:], total=o.total[start:]) for o in looks[1:]]
    return [lead, *(_without(other, ruptures(other)) for other in others)]


def ruptures(obs: Observations) -> npt.NDArray[np.bool_]:
    """Weeks (T,) with more than 1,000 km2 on balance; without a total the sum of the sectors that there are counts."""
    known = np.where(np.isnan(obs.total), np.nansum(obs.net, axis=1), obs.total)
    return np.asarray(np.abs(known) > RUPTURE_KM2)


def _without(obs: Observations, torn: npt.NDArray[np.bool_]) -> Observations:
    net = np.where(torn[:, None], np.nan, obs.net)
    return replace(obs, net=net, total=np.where(torn, np.nan, obs.total))
