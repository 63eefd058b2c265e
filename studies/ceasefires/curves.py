"""Published curves against those of the module: median and central 80 % over draws, and which points lie inside."""

from typing import NamedTuple

import numpy as np

from forecast.analysis.estimates import Estimate, Sorted
from studies.ceasefires.draws import Draws, Floats
from studies.ceasefires.published import AGES, CURVES, Curve
from studies.ceasefires.sampling import wilson

LOW, HIGH = 0.1, 0.9
INSIDE, WITH_ERROR, OUTSIDE = "inside", "inside with error", "OUTSIDE"


class Point(NamedTuple):
    """One age of one curve, shares failed. low80, high80: the central 80 % of the published share's sampling error."""

    curve: Curve
    age: str
    published: float
    low80: float
    high80: float
    low: Estimate
    median: Estimate
    high: Estimate

    @property
    def verdict(self) -> str:
        """Whether the central 80 % of draws holds the published share, or reaches its own central 80 %."""
        if self.low.value <= self.published <= self.high.value:
            return INSIDE
        return WITH_ERROR if self.low80 <= self.high.value and self.low.value <= self.high80 else OUTSIDE


def failed(draws: Draws, curve: Curve) -> Floats:
    """Share failed at AGES in each draw among ceasefires of this curve's mix, f64[len(AGES), n]."""
    weeks = np.array(list(AGES.values()))
    return sum((share * (1.0 - draws.survival(terms, weeks)) for terms, share in curve.mix), np.zeros((1, 1)))


def compare(draws: Draws) -> list[Point]:
    """Every age of every published curve."""
    points = []
    for curve in CURVES:
        for age, share, values in zip(AGES, curve.failed, failed(draws, curve), strict=True):
            ordered = Sorted(values, draws.clusters)
            low, median, high = (ordered.quantile(level).estimate for level in (LOW, 0.5, HIGH))
            points.append(Point(curve, age, share / 100.0, *wilson(share / 100.0, curve.n), low, median, high))
    return points
