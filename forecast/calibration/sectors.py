"""Sectors at an origin: expected share of the gains and weekly activity, each shrunk toward the common rate.

From net gains only, which every observation file has: side 1 gains what is positive, side 0 what is negative. Share:
0.6 of the share in the last 13 weeks plus 0.4 in equal parts. Activity: a sector is active in a week in which side 1
gains more than 0.5 km2 there; chances of staying active and of opening get a beta prior with the rate pooled over
sectors and a weight of 4 weeks. A sector never active in the window opens at the pooled rate of dormant sectors.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from forecast.observations.series import Floats

ACTIVE_KM2 = 0.5
RECENT = 13
WINDOW = 66  # weeks that activity is read from
KEEP = 0.6
PRIOR_WEEKS = 4.0
PRIOR_STAY, PRIOR_OPEN = 0.5, 0.2  # where no sector tells
DORMANT_WEEKS, DORMANT_KM2 = 26, 15.0
OPENING_WEEKS, OPENING_KM2 = 4, 20.0
OPENING_SHAPE, OPENING_YEARS = 2.0, 4.0  # prior of the opening rate: gamma, mean 0.5 a year

Flags = npt.NDArray[np.bool_]


class Sectors(NamedTuple):
    """One entry per sector; share and counter_share sum to one."""

    share: Floats
    stay: Floats
    opening: Floats
    active_now: Flags
    counter_share: Floats
    counter_active: Floats


def gains(net: Floats) -> tuple[Floats, Floats]:
    """Gains of side 1 and of side 0 (weeks, sectors) from net gains; a missing value counts as none."""
    known = np.nan_to_num(net, nan=0.0)
    return np.maximum(known, 0.0), np.maximum(-known, 0.0)


def shrunk_share(gain: Floats) -> Floats:
    """Expected share from gains (weeks, sectors): mostly the observed one, the rest in equal parts."""
    total = gain.sum(axis=0)
    equal = np.full(gain.shape[1], 1.0 / gain.shape[1])
    return equal if total.sum() <= 0.0 else np.asarray(KEEP * total / total.sum() + (1.0 - KEEP) * equal)


def pooled(events: npt.NDArray[np.int64], chances: npt.NDArray[np.int64], prior: float) -> float:
    """Rate over all sectors with the prior rate worth `PRIOR_WEEKS` weeks."""
    return float((events.sum() + PRIOR_WEEKS * prior) / (chances.sum() + PRIOR_WEEKS))


def dormant_openings(gain: Floats) -> tuple[int, int]:
    """Openings of dormant sectors and sector-weeks at risk in gains (weeks, sectors); a run of openings counts once."""
    openings = at_risk = 0
    for column in gain.T:
        last = -DORMANT_WEEKS
        for t in range(DORMANT_WEEKS, len(column) - OPENING_WEEKS + 1):
            if column[t - DORMANT_WEEKS : t].sum() < DORMANT_KM2:
                at_risk += 1
                if column[t : t + OPENING_WEEKS].sum() > OPENING_KM2:
                    openings += t - last >= DORMANT_WEEKS
                    last = t
    return openings, at_risk


def chain(before: Flags, after: Flags, seen: Flags) -> tuple[Floats, Floats, float, float]:
    """Chances of staying active and of opening from pairs of weeks (pairs, sectors), and both rates over `seen`."""
    kept, stood = (before & after).sum(axis=0), before.sum(axis=0)
    opened, quiet = (~before & after).sum(axis=0), (~before).sum(axis=0)
    stay_rate = pooled(kept[seen], stood[seen], PRIOR_STAY)
    open_rate = pooled(opened[seen], quiet[seen], PRIOR_OPEN)
    stay = (kept + PRIOR_WEEKS * stay_rate) / (stood + PRIOR_WEEKS)
    opening = (opened + PRIOR_WEEKS * open_rate) / (quiet + PRIOR_WEEKS)
    return stay, opening, stay_rate, open_rate


def dormant_rate(net: Floats) -> tuple[float, float]:
    """Openings a week of a sector that has been dormant, posterior mean and sd."""
    openings, at_risk = dormant_openings(gains(net)[0])
    years = OPENING_YEARS + at_risk / 52.0
    return (OPENING_SHAPE + openings) / years / 52.0, float(np.sqrt(OPENING_SHAPE + openings)) / years / 52.0


def counter_chances(counter: Floats, seen: Flags) -> Floats:
    """Weekly chances of a gain of side 0 from its gains (weeks, sectors)."""
    countered = counter > ACTIVE_KM2
    often = countered.sum(axis=0) + PRIOR_WEEKS * countered[:, seen].mean() if seen.any() else countered.sum(axis=0)
    return np.asarray((often + 0.01) / (len(counter) + PRIOR_WEEKS))


def sector_statistics(net: Floats) -> Sectors:
    """All sector statistics of weekly net gains (weeks, sectors) at the end of the series."""
    gain, counter = gains(net[-WINDOW:])
    active = gain > ACTIVE_KM2
    seen: Flags = np.asarray(active.any(axis=0))
    stay, opening, stay_rate, _ = chain(active[:-1], active[1:], seen)
    return Sectors(
        shrunk_share(gain[-RECENT:]),
        np.where(seen, stay, stay_rate),
        np.where(seen, opening, dormant_rate(net)[0]),
        np.asarray(active[-1]),
        shrunk_share(counter),
        counter_chances(counter, seen),
    )
