"""Sectors at an origin: expected share of the gains and weekly activity, each shrunk toward the common rate.

From net gains only, which every observation file has: side 1 gains what is positive, side 0 what is negative. Share:
0.6 of the share in the last 13 weeks plus 0.4 in equal parts. Activity: a sector is active in a week in which side 1
gains more than 0.5 km2 there. The chances of staying active and of opening get a beta prior with the rate pooled over
sectors and a weight of 4 weeks. A sector never active in the window opens at the pooled rate of dormant sectors.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from forecast.observations.series import Floats
from forecast.scores.block_bootstrap import Indices, block_errors

ACTIVE_KM2 = 0.5
RECENT = 13
WINDOW = 66  # weeks from which activity is estimated
OBSERVED_PART = 0.6  # of an expected share; the rest is in equal parts
PRIOR_WEEKS = 4.0
PRIOR_STAY, PRIOR_OPEN = 0.5, 0.2  # where no sector was active
DORMANT_WEEKS, DORMANT_KM2 = 26, 15.0
OPENING_WEEKS, OPENING_KM2 = 4, 20.0
OPENING_SHAPE, OPENING_YEARS = 2.0, 4.0  # prior of the opening rate: gamma, mean 0.5 a year

Flags = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int64]


class Sectors(NamedTuple):
    """One entry per sector; share and counter_share sum to one, the others are weekly chances or states."""

    share: Floats
    stay: Floats
    opening: Floats
    active_now: Flags
    counter_share: Floats
    counter_active: Floats


class SectorErrors(NamedTuple):
    """Standard errors, one entry per sector, named as in a config."""

    share: Floats
    active_stay: Floats
    active_open: Floats
    counter_share: Floats
    counter_active: Floats


def gains(net: Floats) -> tuple[Floats, Floats]:
    """Gains of side 1 and of side 0 from net gains float64[weeks, sectors], km2; a missing value counts as 0."""
    known = np.nan_to_num(net, nan=0.0)
    return np.maximum(known, 0.0), np.maximum(-known, 0.0)


def shrunk_share(gain: Floats) -> Floats:
    """Expected shares float64[sectors] from gains float64[weeks, sectors]: partly as observed, the rest equal."""
    total = gain.sum(axis=0)
    equal = np.full(gain.shape[1], 1.0 / gain.shape[1])
    if total.sum() <= 0.0:
        return equal
    return np.asarray(OBSERVED_PART * total / total.sum() + (1.0 - OBSERVED_PART) * equal)


def pooled(events: Counts, trials: Counts, prior: float) -> float:
    """Rate over all sectors, with a prior rate that is worth 4 weeks.

    Parameters
    ----------
    events, trials : int64[sectors]
        Events, and weeks in which one was possible.
    prior : float
        Prior rate.
    """
    return float((events.sum() + PRIOR_WEEKS * prior) / (trials.sum() + PRIOR_WEEKS))


def dormant_openings(gain: Floats) -> tuple[int, int]:
    """Openings of dormant sectors, and sector-weeks at risk, in gains float64[weeks, sectors].

    A run of openings counts once.
    """
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


def chain(before: Flags, after: Flags, ever_active: Flags) -> tuple[Floats, Floats, float, float]:
    """Chances of the two-state chain of activity.

    Parameters
    ----------
    before, after : bool[pairs, sectors]
        Activity in the first and the second week of each pair.
    ever_active : bool[sectors]
        Sectors that the pooled rates are taken from.

    Returns
    -------
    tuple
        Chances of staying active and of opening, float64[sectors] each, and both pooled rates.
    """
    stayed, active = (before & after).sum(axis=0), before.sum(axis=0)
    opened, quiet = (~before & after).sum(axis=0), (~before).sum(axis=0)
    stay_rate = pooled(stayed[ever_active], active[ever_active], PRIOR_STAY)
    open_rate = pooled(opened[ever_active], quiet[ever_active], PRIOR_OPEN)
    stay = (stayed + PRIOR_WEEKS * stay_rate) / (active + PRIOR_WEEKS)
    opening = (opened + PRIOR_WEEKS * open_rate) / (quiet + PRIOR_WEEKS)
    return stay, opening, stay_rate, open_rate


def dormant_rate(net: Floats) -> tuple[float, float]:
    """Openings a week of a dormant sector: posterior mean and standard deviation, from net gains in km2."""
    openings, at_risk = dormant_openings(gains(net)[0])
    years = OPENING_YEARS + at_risk / 52.0
    return (OPENING_SHAPE + openings) / years / 52.0, float(np.sqrt(OPENING_SHAPE + openings)) / years / 52.0


def counter_chances(counter: Floats, ever_active: Flags) -> Floats:
    """Weekly chances float64[sectors] of a gain of side 0, from its gains float64[weeks, sectors]."""
    countered = counter > ACTIVE_KM2
    weeks = countered.sum(axis=0)
    weeks = weeks + PRIOR_WEEKS * countered[:, ever_active].mean() if ever_active.any() else weeks
    return np.asarray((weeks + 0.01) / (len(counter) + PRIOR_WEEKS))


def sector_statistics(net: Floats) -> Sectors:
    """All sector statistics at the end of weekly net gains float64[weeks, sectors], km2."""
    gain, counter = gains(net[-WINDOW:])
    active = gain > ACTIVE_KM2
    ever_active: Flags = np.asarray(active.any(axis=0))
    stay, opening, stay_rate, _ = chain(active[:-1], active[1:], ever_active)
    return Sectors(
        shrunk_share(gain[-RECENT:]),
        np.where(ever_active, stay, stay_rate),
        np.where(ever_active, opening, dormant_rate(net)[0]),
        np.asarray(active[-1]),
        shrunk_share(counter),
        counter_chances(counter, ever_active),
    )


def sector_errors(net: Floats, seed: int) -> SectorErrors:
    """Standard errors of `sector_statistics(net)`: blocks of 4 weeks, pairs of weeks kept together, 1,000 series.

    A sector never active in the window gets the largest error of staying and the posterior sd of its opening rate.
    """
    gain, counter = gains(net[-WINDOW:])
    active = gain > ACTIVE_KM2
    ever_active = np.asarray(active.any(axis=0))

    def activity(weeks: Indices) -> Floats:
        return np.array(chain(active[weeks], active[weeks + 1], ever_active)[:2])

    def counters(weeks: Indices) -> Floats:
        return np.array([shrunk_share(counter[weeks]), counter_chances(counter[weeks], ever_active)])

    recent = gain[-RECENT:]
    share = block_errors(lambda w: shrunk_share(recent[w]), len(recent), seed)
    stay, opening = block_errors(activity, len(gain) - 1, seed + 1)
    counter_share, counter_active = block_errors(counters, len(gain), seed + 2)
    most = float(stay[ever_active].max()) if ever_active.any() else float(stay.max())
    return SectorErrors(
        share,
        np.where(ever_active, stay, most),
        np.where(ever_active, opening, dormant_rate(net)[1]),
        counter_share,
        counter_active,
    )


def active_later(sectors: Sectors, weeks: int) -> Flags:
    """bool[sectors]: whether each sector is more likely active than not `weeks` weeks after the last."""
    now = sectors.active_now.astype(np.float64)
    for _ in range(weeks):
        now = now * sectors.stay + (1.0 - now) * sectors.opening
    return np.asarray(now > 0.5)
