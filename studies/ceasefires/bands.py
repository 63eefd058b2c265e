"""Calibration by age: returns to war expected of the ceasefires under observation, against those seen."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.special import pdtr

from forecast.analysis.estimates import Estimate, Sorted
from studies.ceasefires.draws import Draws, Floats
from studies.ceasefires.record import Life
from studies.ceasefires.sampling import poisson
from studies.ceasefires.wars import ratio_interval

BANDS = {
    "0-1 month": (0.0, 52.0 / 12.0),
    "1-6 months": (52.0 / 12.0, 26.0),
    "6-12 months": (26.0, 52.0),
    "1-5 years": (52.0, 260.0),
    "5-10 years": (260.0, 520.0),
    "10+ years": (520.0, 4056.0),
}
"""Weeks from and to."""
WHOLE = "all ages"


class Band(NamedTuple):
    """One band.

    years: time under observation in it; seen: returns to war; low .. high: expected ones, central 80 % of draws; ratio:
    seen over expected (mean), ratio80 by bootstrap over wars; below: chance of fewer than seen, half that of as many.
    """

    name: str
    years: float
    seen: int
    seen80: tuple[float, float]
    low: Estimate
    median: Estimate
    high: Estimate
    ratio: float
    ratio80: tuple[float, float]
    below: float

    @property
    def verdict(self) -> str:
        """Whether the central 80 % of draws holds the count, or reaches the count's own central 80 %."""
        if self.low.value <= self.seen <= self.high.value:
            return "inside"
        return "inside with error" if self.seen80[0] <= self.high.value and self.low.value <= self.seen80[1] else "MISS"


def hazards(draws: Draws, lives: Sequence[Life], first: float, last: float) -> Floats:
    """Hazard added up over each ceasefire's observation between two ages, frailty integrated out, f64[lives, n].

    Ceasefires alike wear out their frail ones first, so that this is a hazard among those that still hold.
    """
    found = np.zeros((len(lives), draws.n))
    for k, life in enumerate(lives):
        start, stop = max(first, life.entry), min(last, life.weeks)
        if stop > start:
            kept = draws.survival(life.terms, np.array([start, stop]))
            found[k] = np.log(kept[0] / kept[1])
    return found


def calibrate(draws: Draws, lives: Sequence[Life]) -> list[Band]:
    """One row a band and one for all ages."""
    wars = [life.war for life in lives]
    rows = []
    for name, (first, last) in {**BANDS, WHOLE: (0.0, BANDS["10+ years"][1])}.items():
        each = hazards(draws, lives, first, last)
        here = [max(min(last, life.weeks) - max(first, life.entry), 0.0) / 52.0 for life in lives]
        seen = np.array([life.failed and max(first, life.entry) <= life.weeks < last for life in lives], np.float64)
        if not sum(here):
            continue
        total, count = each.sum(axis=0), int(seen.sum())
        ordered = Sorted(total, draws.clusters)
        low, median, high = (ordered.quantile(level).estimate for level in (0.1, 0.5, 0.9))
        below = float(np.mean((pdtr(count, total) + (pdtr(count - 1, total) if count else 0.0)) / 2))
        ratio, interval = count / float(total.mean()), ratio_interval(seen, each.mean(axis=1), wars)
        rows.append(Band(name, sum(here), count, poisson(count), low, median, high, ratio, interval, below))
    return rows
