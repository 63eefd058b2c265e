"""Selects the weeks of a record from which the level is estimated, without great withdrawals and breakthroughs.

The level is the slowly changing weekly pace of the front. An origin is the last day that a forecast knows.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from forecast.observations.series import Observations

RUPTURE_KM2 = 1_000.0
TAIL_WEEKS = 2
MIN_WEEKS = 26


def usable(obs: Observations) -> Observations:
    """Select the weeks to which a level or a benchmark is fitted.

    A rupture is a week with a net gain or loss of more than 1,000 km2. The record starts in the third week after its
    last rupture: the front was a different one before, and the two weeks after a rupture are its tail. If fewer than 26
    weeks with a value would be left, the record starts after an earlier rupture, or at its beginning; the weeks of the
    later ruptures are then set to NaN. Missing weeks at the start are left out.

    The result depends on every row of `obs`. For a forecast, cut the record at the origin first (`obs.until(origin)`),
    so that no later row can change the result.
    """
    is_rupture = ruptures(obs)
    known = ~np.isnan(obs.total) & ~is_rupture
    starts = [int(week) + 1 + TAIL_WEEKS for week in np.flatnonzero(is_rupture)]
    start = max((s for s in starts if known[s:].sum() >= MIN_WEEKS), default=0)
    with_value = np.flatnonzero(known[start:])
    start = start + int(with_value[0]) if len(with_value) else len(known)
    later = replace(obs, weeks=obs.weeks[start:], net=obs.net[start:], total=obs.total[start:])
    return _mask_weeks(later, is_rupture[start:])


def usable_all(maps: Sequence[Observations]) -> list[Observations]:
    """Apply `usable` to several maps on the same weeks (from `read_all`). All start where the first map does."""
    if not maps:
        return []
    lead = usable(maps[0])
    start = len(maps[0].weeks) - len(lead.weeks)
    others = [replace(o, weeks=o.weeks[start:], net=o.net[start:], total=o.total[start:]) for o in maps[1:]]
    return [lead, *(_mask_weeks(other, ruptures(other)) for other in others)]


def ruptures(obs: Observations) -> npt.NDArray[np.bool_]:
    """Return bool[weeks]: whether the net gain or loss exceeds 1,000 km2.

    In a week without a total, the sum of the known sectors is used.
    """
    net = np.where(np.isnan(obs.total), np.nansum(obs.net, axis=1), obs.total)
    return np.asarray(np.abs(net) > RUPTURE_KM2)


def _mask_weeks(obs: Observations, masked: npt.NDArray[np.bool_]) -> Observations:
    """Set the values of the masked weeks to NaN."""
    net = np.where(masked[:, None], np.nan, obs.net)
    return replace(obs, net=net, total=np.where(masked, np.nan, obs.total))
