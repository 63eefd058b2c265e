"""Standard errors of the sector statistics by block bootstrap over weeks, and activity carried to week 0."""

from typing import NamedTuple

import numpy as np

from forecast.calibration.sectors import (
    ACTIVE_KM2,
    RECENT,
    WINDOW,
    Flags,
    Sectors,
    chain,
    counter_chances,
    dormant_rate,
    gains,
    shrunk_share,
)
from forecast.observations.series import Floats
from forecast.scores.block_bootstrap import Positions, block_errors


class SectorErrors(NamedTuple):
    """One entry per sector, named as in a config."""

    share: Floats
    active_stay: Floats
    active_open: Floats
    counter_share: Floats
    counter_active: Floats


def sector_errors(net: Floats, seed: int) -> SectorErrors:
    """Errors of `sector_statistics(net)`: blocks of 4 weeks, pairs of weeks kept together, 1,000 series.

    A sector never active in the window gets the largest error of staying and the posterior sd of its opening rate.
    """
    gain, counter = gains(net[-WINDOW:])
    active = gain > ACTIVE_KM2
    seen = np.asarray(active.any(axis=0))

    def activity(weeks: Positions) -> Floats:
        return np.array(chain(active[weeks], active[weeks + 1], seen)[:2])

    def counters(weeks: Positions) -> Floats:
        return np.array([shrunk_share(counter[weeks]), counter_chances(counter[weeks], seen)])

    recent = gain[-RECENT:]
    share = block_errors(lambda w: shrunk_share(recent[w]), len(recent), seed)
    stay, opening = block_errors(activity, len(gain) - 1, seed + 1)
    counter_share, counter_active = block_errors(counters, len(gain), seed + 2)
    most = float(stay[seen].max()) if seen.any() else float(stay.max())
    return SectorErrors(
        share,
        np.where(seen, stay, most),
        np.where(seen, opening, dormant_rate(net)[1]),
        counter_share,
        counter_active,
    )


def active_later(sectors: Sectors, weeks: int) -> Flags:
    """Whether the chain is more likely active than not `weeks` weeks after the last."""
    now = sectors.active_now.astype(np.float64)
    for _ in range(weeks):
        now = now * sectors.stay + (1.0 - now) * sectors.opening
    return np.asarray(now > 0.5)
