"""Sectors: expected share of the gain and weekly activity, each shrunk toward what the sectors have in common.

Share: 0.6 of the share in the last 13 weeks plus 0.4 in equal parts (the mix that did best at 13 and 26 weeks ahead).
Activity: a sector is active in a week in which side 1 gains more than 0.5 km2 there. Chances of staying active and of
opening get a beta prior with the rate pooled over sectors and a weight of 4 weeks (the beta-binomial likelihood over
sectors is flat between 2 and 5). A sector that was never active gets the pooled rate at which dormant sectors open.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from forecast.assess.front_statistics.blocks import Positions, block_errors
from forecast.assess.front_statistics.observations import Floats, Weekly

ACTIVE_KM2 = 0.5
RECENT = 13
KEEP = 0.6
PRIOR_WEEKS = 4.0
DORMANT_WEEKS, DORMANT_KM2 = 26, 15.0
OPENING_WEEKS, OPENING_KM2 = 4, 20.0
OPENING_SHAPE, OPENING_YEARS = 2.0, 4.0  # prior of the opening rate: gamma, mean 0.5 a year
CARRY_WEEKS = 3

Flags = npt.NDArray[np.bool_]


class Sectors(NamedTuple):
    """One entry per sector; `errors` holds the standard error of each float field by name."""

    share: Floats
    stay: Floats
    opening: Floats
    active_now: Flags
    counter_share: Floats
    counter_active: Floats
    errors: dict[str, Floats]
    pooled: dict[str, float]


def shrunk_share(gain: Floats) -> Floats:
    """Expected share from gains (weeks, sectors): mostly the observed one, the rest in equal parts."""
    total = gain.sum(axis=0)
    return np.asarray(KEEP * total / max(total.sum(), 1e-9) + (1.0 - KEEP) / gain.shape[1])


def chain(before: Flags, after: Flags, lined: Flags) -> tuple[Floats, Floats, float, float]:
    """Chances of staying active and of opening per sector, and the rates pooled over sectors that have a line."""
    kept, active = (before & after).sum(axis=0), before.sum(axis=0)
    opened, quiet = (~before & after).sum(axis=0), (~before).sum(axis=0)
    stay_rate = float(kept[lined].sum() / active[lined].sum())
    open_rate = float(opened[lined].sum() / quiet[lined].sum())
    stay = (kept + PRIOR_WEEKS * stay_rate) / (active + PRIOR_WEEKS)
    opening = (opened + PRIOR_WEEKS * open_rate) / (quiet + PRIOR_WEEKS)
    return stay, opening, stay_rate, open_rate


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


def sector_statistics(series: Weekly, seed: int) -> Sectors:
    """All sector statistics of a weekly series with their block-bootstrap errors."""
    gain, counter = series.gain, series.counter
    active, countered = gain > ACTIVE_KM2, counter > ACTIVE_KM2
    lined: Flags = np.asarray(active.any(axis=0))
    openings, at_risk = dormant_openings(gain)
    rate = (OPENING_SHAPE + openings) / (OPENING_YEARS + at_risk / 52.0)

    def activity(weeks: Positions) -> Floats:
        stay, opening, _, _ = chain(active[weeks], active[weeks + 1], lined)
        return np.array([np.where(lined, stay, np.nan), np.where(lined, opening, rate / 52.0)])

    def counters(weeks: Positions) -> Floats:
        seen = countered[weeks]
        common = seen[:, lined].mean()
        often = (seen.sum(axis=0) + PRIOR_WEEKS * common) / (len(weeks) + PRIOR_WEEKS)
        return np.array([shrunk_share(counter[weeks]), often])

    weeks = len(gain)
    stay_rate, open_rate = chain(active[:-1], active[1:], lined)[2:]
    stay, opening = activity(np.arange(weeks - 1))
    stay = np.where(lined, stay, stay_rate)
    counter_share, counter_active = counters(np.arange(weeks))
    recent = gain[-RECENT:]
    share_error = block_errors(lambda w: shrunk_share(recent[w]), RECENT, seed)
    stay_error, open_error = block_errors(activity, weeks - 1, seed + 1)
    counter_errors = block_errors(counters, weeks, seed + 2)
    now = active[-1].astype(np.float64)
    for _ in range(CARRY_WEEKS):
        now = now * stay + (1.0 - now) * opening
    rate_error = np.sqrt(OPENING_SHAPE + openings) / (OPENING_YEARS + at_risk / 52.0)
    return Sectors(
        shrunk_share(recent), stay, opening, now > 0.5, counter_share, counter_active,
        {
            "share": share_error,
            "active_stay": np.where(lined, stay_error, np.nanmax(stay_error)),
            "active_open": np.where(lined, open_error, rate_error / 52.0),
            "counter_share": counter_errors[0],
            "counter_active": counter_errors[1],
        },
        {
            "stay_rate": stay_rate, "open_rate": open_rate,
            "openings": float(openings), "weeks_at_risk": float(at_risk), "opening_per_year": rate,
            "opening_per_year_se": float(rate_error),
        },
    )  # fmt: skip
