"""Fits the front at an origin, the last day that a forecast knows: level, sectors, and drift of the sector shares."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np

from forecast.calibration.level_fit import LevelFit, fit_level
from forecast.calibration.sectors import Sectors, sector_statistics
from forecast.calibration.share_drift import fit_share_drift
from forecast.observations.series import Floats, Observations

LEVEL_CHANNEL = 0


class Drift(Protocol):
    """Distribution of the drift of the log shares, by its standard deviation and half-life."""

    def resample(self, n: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
        """Draw `n` pairs: standard deviations, and half-lives in weeks."""


class FrontFit(NamedTuple):
    """Fits of the level, the sectors and the drift of their shares.

    `sectors` and `drift` are None if the record has only the total.
    """

    level: LevelFit
    sectors: Sectors | None
    drift: Drift | None


def side_by_side(maps: Sequence[Observations]) -> Floats:
    """Put the totals of all maps into one table float64[weeks, maps], km2 a week, with the weeks of the first map.

    A week that another map does not have is NaN.
    """
    first = maps[0]
    table = np.full((len(first.weeks), len(maps)), np.nan)
    for j, obs in enumerate(maps):
        index = np.searchsorted(first.weeks, obs.weeks)
        shared = (index < len(first.weeks)) & (first.weeks[np.minimum(index, len(first.weeks) - 1)] == obs.weeks)
        table[index[shared], j] = obs.total[shared]
    return table


def fit_front(maps: Sequence[Observations], seed: int) -> FrontFit:
    """Fit the front to all weeks of `maps`: cut them at the origin first. Sectors come from the first map alone."""
    rng = np.random.Generator(np.random.PCG64([seed, LEVEL_CHANNEL]))
    level = fit_level(side_by_side(maps), rng)
    if not maps[0].locations:
        return FrontFit(level, None, None)
    sectors = sector_statistics(maps[0].net)
    return FrontFit(level, sectors, fit_share_drift(maps[0].net, sectors, seed))
