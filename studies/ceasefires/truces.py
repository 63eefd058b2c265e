"""The clock of unverified truces against truces whose end is known between two days."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from forecast.analysis.estimates import Estimate, Sorted, mean
from studies.ceasefires.draws import ROW, Draws
from studies.ceasefires.record import Life, Truce
from studies.ceasefires.sampling import wilson

DAYS = (7, 14, 30, 42, 60)
CLOCK = 30
"""Days for which the prior gives the chance that an unverified truce is abandoned."""


class Over(NamedTuple):
    """Share over by an age. surely, perhaps: among n, by the later and by the earlier end; bounds80: with sampling."""

    days: int
    n: int
    surely: float
    perhaps: float
    bounds80: tuple[float, float]
    mean: Estimate
    low: Estimate
    high: Estimate

    @property
    def verdict(self) -> str:
        """Whether the band of draws and the bounds of the record meet."""
        if self.low.value <= self.perhaps and self.surely <= self.high.value:
            return "inside"
        reached = self.low.value <= self.bounds80[1] and self.bounds80[0] <= self.high.value
        return "inside with error" if reached else "MISS"


def over(draws: Draws, truces: Sequence[Truce]) -> list[Over]:
    """Rows of the truces of one conflict."""
    n = len(truces)
    shares = [
        (days, n, sum(t.high <= days for t in truces) / n, sum(t.low <= days for t in truces) / n) for days in DAYS
    ]
    return [_row(draws, *each) for each in shares]


def named(draws: Draws, lives: Sequence[Life]) -> Over:
    """Unverified ceasefires of the case table: fighting of any size within 30 days."""
    here = [life for life in lives if not life.terms.verified]
    share = sum(life.abandoned <= CLOCK for life in here) / len(here)
    return _row(draws, CLOCK, len(here), share, share)


def _row(draws: Draws, days: int, n: int, surely: float, perhaps: float) -> Over:
    from forecast_kernels.model.ceasefire import truce_rate

    weekly = np.array([truce_rate(chance) for chance in draws.params[ROW["truce_abandon"]]], np.float64)
    gone = 1.0 - np.exp(-weekly * days / 7.0)
    ordered = Sorted(gone, draws.clusters)
    low, high = ordered.quantile(0.1).estimate, ordered.quantile(0.9).estimate
    bounds = wilson(surely, n)[0], wilson(perhaps, n)[1]
    return Over(days, n, surely, perhaps, bounds, mean(gone, draws.clusters).estimate, low, high)
