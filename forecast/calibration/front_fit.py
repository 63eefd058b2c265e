"""The front at an origin: everything that the kernel's front module needs, fitted to what was observed by then."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np

from forecast.calibration.level_fit import LevelFit, fit_level
from forecast.calibration.sectors import Sectors, sector_statistics
from forecast.calibration.share_drift import fit_share_drift
from forecast.observations.series import Floats, Observations

LEVEL_CHANNEL = 0


class Drift(Protocol):
    """How far log shares wander: draws of the standard deviation and of the half-life in weeks."""

    def resample(self, n: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
        """`n` values of each."""


class FrontFit(NamedTuple):
    """Level, sectors and drift of their shares; the last two are None if the record has the total only."""

    level: LevelFit
    sectors: Sectors | None
    drift: Drift | None


def side_by_side(maps: Sequence[Observations]) -> Floats:
    """Totals float64[weeks, maps], km2 a week, over the weeks of the first map; NaN where another has none."""
    first = maps[0]
    table = np.full((len(first.weeks), len(maps)), np.nan)
    for j, obs in enumerate(maps):
        index = np.searchsorted(first.weeks, obs.weeks)
        shared = (index < len(first.weeks)) & (first.weeks[np.minimum(index, len(first.weeks) - 1)] == obs.weeks)
        table[index[shared], j] = obs.total[shared]
    return table


def fit_front(maps: Sequence[Observations], seed: int) -> FrontFit:
    """Fit to the whole of `maps` (cut them at the origin first). Sectors come from the first map alone."""
    rng = np.random.Generator(np.random.PCG64([seed, LEVEL_CHANNEL]))
    level = fit_level(side_by_side(maps), rng)
    if not maps[0].locations:
        return FrontFit(level, None, None)
    sectors = sector_statistics(maps[0].net)
    return FrontFit(level, sectors, fit_share_drift(maps[0].net, sectors, seed))
