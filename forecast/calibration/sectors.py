"""Estimates for each sector its expected share of the gains and the probabilities of activity, at the end of a record.

Side 1 is the attacker, side 0 the defender. Only weekly net gains are used: a positive one is a gain of side 1, a
negative one a gain of side 0 (a counter-gain).

The expected share is 0.6 times the share in the last 13 weeks plus 0.4 times an equal share. A sector is active in a
week in which side 1 gains more than 0.5 km2 there. Activity is a two-state chain: an active sector stays active with
one probability, a quiet one opens (becomes active) with another. Their beta priors have the rate of all sectors
together as mean and are worth 4 weeks. A sector that was never active in the last 66 weeks opens at the rate of dormant
sectors.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from forecast.observations.series import Floats
from forecast.scores.block_bootstrap import Indices, block_errors

ACTIVE_KM2 = 0.5
RECENT = 13
WINDOW = 66  # weeks from which activity is estimated
OBSERVED_PART = 0.6  # weight of the observed share; the rest is that of an equal share
PRIOR_WEEKS = 4.0
PRIOR_STAY, PRIOR_OPEN = 0.5, 0.2  # where no sector was active
DORMANT_WEEKS, DORMANT_KM2 = 26, 15.0
OPENING_WEEKS, OPENING_KM2 = 4, 20.0
OPENING_SHAPE, OPENING_YEARS = 2.0, 4.0  # prior of the opening rate: gamma, mean 0.5 a year

Flags = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int64]


class Sectors(NamedTuple):
    """Statistics with one entry per sector.

    Attributes
    ----------
    share, counter_share : float64[sectors]
        Expected shares of the gains of side 1 and of side 0; each array sums to one.
    stay, opening : float64[sectors]
        Weekly probability that an active sector stays active, and that a quiet one becomes active.
    active_now : bool[sectors]
        Whether the sector was active in the last week.
    counter_active : float64[sectors]
        Weekly probability of a gain of side 0.
    """

    share: Floats
    stay: Floats
    opening: Floats
    active_now: Flags
    counter_share: Floats
    counter_active: Floats


class SectorErrors(NamedTuple):
    """Standard errors with one entry per sector. The names are those of the config."""

    share: Floats
    active_stay: Floats
    active_open: Floats
    counter_share: Floats
    counter_active: Floats


def gains(net: Floats) -> tuple[Floats, Floats]:
    """Split net gains float64[weeks, sectors], km2, into gains of side 1 and of side 0. A missing value counts as 0."""
    known = np.nan_to_num(net, nan=0.0)
    return np.maximum(known, 0.0), np.maximum(-known, 0.0)


def shrunk_share(gain: Floats) -> Floats:
    """Compute expected shares float64[sectors] from gains float64[weeks, sectors]: 0.6 as observed, 0.4 equal."""
    total = gain.sum(axis=0)
    equal = np.full(gain.shape[1], 1.0 / gain.shape[1])
    if total.sum() <= 0.0:
        return equal
    return np.asarray(OBSERVED_PART * total / total.sum() + (1.0 - OBSERVED_PART) * equal)


def pooled(events: Counts, trials: Counts, prior: float) -> float:
    """Estimate the weekly rate of an event in all sectors together, with a prior that is worth 4 weeks.

    Parameters
    ----------
    events, trials : int64[sectors]
        Number of weeks with the event, and of weeks in which it was possible.
    prior : float
        Prior rate, events a week.
    """
    return float((events.sum() + PRIOR_WEEKS * prior) / (trials.sum() + PRIOR_WEEKS))


def dormant_openings(gain: Floats) -> tuple[int, int]:
    """Count openings of dormant sectors, and sector-weeks at risk, in gains float64[weeks, sectors], km2.

    A sector is at risk in a week if it gained less than 15 km2 in the 26 weeks before. It opens if it then gains more
    than 20 km2 in 4 weeks. Openings less than 26 weeks after the last one are not counted again.
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
    """Estimate the probabilities of the two-state chain of activity.

    Parameters
    ----------
    before, after : bool[pairs, sectors]
        Activity in the first and the second week of each pair.
    ever_active : bool[sectors]
        Sectors from which the pooled rates are estimated.

    Returns
    -------
    tuple
        Weekly probabilities of staying active and of opening, float64[sectors], then the pooled rate of each.
    """
    stayed, active = (before & after).sum(axis=0), before.sum(axis=0)
    opened, quiet = (~before & after).sum(axis=0), (~before).sum(axis=0)
    stay_rate = pooled(stayed[ever_active], active[ever_active], PRIOR_STAY)
    open_rate = pooled(opened[ever_active], quiet[ever_active], PRIOR_OPEN)
    stay = (stayed + PRIOR_WEEKS * stay_rate) / (active + PRIOR_WEEKS)
    opening = (opened + PRIOR_WEEKS * open_rate) / (quiet + PRIOR_WEEKS)
    return stay, opening, stay_rate, open_rate


def dormant_rate(net: Floats) -> tuple[float, float]:
    """Estimate the weekly rate at which a dormant sector opens, from net gains in km2.

    Returns its posterior mean and standard deviation.
    """
    openings, at_risk = dormant_openings(gains(net)[0])
    years = OPENING_YEARS + at_risk / 52.0
    return (OPENING_SHAPE + openings) / years / 52.0, float(np.sqrt(OPENING_SHAPE + openings)) / years / 52.0


def counter_chances(counter: Floats, ever_active: Flags) -> Floats:
    """Estimate the weekly probability float64[sectors] of a gain of side 0, from its gains float64[weeks, sectors]."""
    countered = counter > ACTIVE_KM2
    weeks = countered.sum(axis=0)
    weeks = weeks + PRIOR_WEEKS * countered[:, ever_active].mean() if ever_active.any() else weeks
    return np.asarray((weeks + 0.01) / (len(counter) + PRIOR_WEEKS))


def sector_statistics(net: Floats) -> Sectors:
    """Compute all sector statistics at the end of weekly net gains float64[weeks, sectors], km2."""
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
    """Compute standard errors of `sector_statistics(net)` by block bootstrap (4 weeks, 1,000 series).

    For the chain of activity, pairs of successive weeks are resampled. A sector that was never active in the last 66
    weeks gets the largest error of `active_stay` of the others, and the posterior standard deviation of its opening
    rate.
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
    max_error = float(stay[ever_active].max()) if ever_active.any() else float(stay.max())
    return SectorErrors(
        share,
        np.where(ever_active, stay, max_error),
        np.where(ever_active, opening, dormant_rate(net)[1]),
        counter_share,
        counter_active,
    )


def active_later(sectors: Sectors, weeks: int) -> Flags:
    """Return bool[sectors]: whether a sector is more likely active than not, `weeks` weeks after the last week."""
    probability = sectors.active_now.astype(np.float64)
    for _ in range(weeks):
        probability = probability * sectors.stay + (1.0 - probability) * sectors.opening
    return np.asarray(probability > 0.5)
