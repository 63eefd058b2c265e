"""Where the front moves: weeks of the sectors and of the salient, and how concentrated they are.

A sector's gain is its net gain where that is above 0: the kernel keeps no gross gains by sector.
"""

from collections.abc import Callable, Sequence

import numpy as np

from forecast.calibration.sectors import ACTIVE_KM2
from studies.front_statistics.observations import Floats
from studies.prior_predictive.moments import rolling
from studies.prior_predictive.record import QUARTER, Record

Aligned = tuple[Floats, ...]


def moves(record: Record) -> Aligned:
    """Net gains by sector, f64[WEEKS, S, m]."""
    return (record.sectors,)


def weekly(record: Record) -> Aligned:
    """Gains by sector, f64[WEEKS, S, m]."""
    return (np.maximum(record.sectors, 0.0),)


def near(weeks: int) -> Callable[[Record], Aligned]:
    """Gains by sector of the weeks nearest to week 0."""
    return lambda record: (record.near(weekly(record)[0], weeks),)


def quarterly(record: Record) -> Aligned:
    """Gains by sector summed over every 13 consecutive weeks."""
    return (rolling(weekly(record)[0], QUARTER),)


def salient(record: Record) -> Aligned:
    """Weekly log loss of the salient."""
    return (-np.diff(np.log(np.maximum(record.salient, 1e-6)), axis=0),)


def shares(gain: Floats) -> Floats:
    """Shares over sectors (axis -2) of gains f64[..., S, m]; 0 where nothing was gained."""
    total = gain.sum(axis=-2, keepdims=True)
    return np.asarray(gain / np.where(total > 0.0, total, np.inf))


def concentration(gain: Floats) -> Floats:
    """Herfindahl index over sectors of gains f64[n, S, m], mean over the entries in which anything was gained."""
    index = (shares(gain) ** 2).sum(axis=1)
    return np.asarray(index.sum(axis=0) / np.maximum((index > 0.0).sum(axis=0), 1))


def largest(gain: Floats) -> Floats:
    """Largest share of a sector in the summed gains f64[n, S, m]."""
    return np.asarray(shares(gain.sum(axis=0)).max(axis=0))


def still(net: Floats) -> Floats:
    """Share of sector-weeks in which the line moved by at most half a km2 on balance, f64[n, S, m]."""
    return np.asarray((np.abs(net) <= ACTIVE_KM2).mean(axis=(0, 1)))


def share_of(chosen: Sequence[int]) -> Callable[[Floats], Floats]:
    """Share of some sectors in the summed gains f64[n, S, m]."""
    return lambda gain: np.asarray(shares(gain.sum(axis=0))[list(chosen)].sum(axis=0))
