"""Compares published survival curves of ceasefires with the module.

The curves are constants with their source and need no data file: Kaplan-Meier shares failed by age, from the
replication file of Lo, Hashimoto and Reiter 2008 (International Organization 62:717-736), 188 pairs of states after
wars from 1914 to 2001, of which 56 went back to war.
"""

from typing import NamedTuple

import numpy as np

from forecast.analysis.estimates import Estimate, Sorted
from studies.ceasefires.cases import REFERENCE, UNPRESSED, Terms
from studies.ceasefires.durability import DurabilityDraws
from studies.ceasefires.sampling_errors import LEVELS, OUTSIDE, Floats, Interval, share_interval, verdict

AGES = {
    "1 month": 52.0 / 12.0,
    "6 months": 26.0,
    "1 year": 52.0,
    "2 years": 104.0,
    "5 years": 260.0,
    "10 years": 520.0,
    "20 years": 1040.0,
}
"""Ages at which curves are compared, in weeks."""
WINNER = UNPRESSED._replace(decisive=True)
TIES, WINNERS, IMPOSED = 26 / 89, 45 / 89, 18 / 89
"""Shares after 1945: ties, winners without an imposed regime, winners with one (89 pairs, 26 ties, 63 winners)."""


class PublishedCurve(NamedTuple):
    """A survival curve.

    Attributes
    ----------
    name : str
        The ceasefires of the curve.
    n : int
        Number of these ceasefires.
    failed : tuple of float
        Per cent that failed by each age in AGES.
    mix : tuple of (Terms, float)
        Terms of these ceasefires, with their shares. The remaining share is assumed to last (imposed regimes).
    role : str
        Whether the comparison is a test: SOURCE, DOMAIN or BEYOND.
    """

    name: str
    n: int
    failed: tuple[float, ...]
    mix: tuple[tuple[Terms, float], ...]
    role: str


SOURCE, DOMAIN, BEYOND = "source of the bands", "same file", "beyond the module"
CURVES = (
    PublishedCurve(
        "one row a ceasefire, after 1945, tie, no imposed regime",
        16,
        (12.5, 18.8, 31.3, 31.3, 31.3, 46.5, 65.6),
        ((UNPRESSED, 1.0),),
        SOURCE,
    ),
    PublishedCurve("after 1945, tie", 26, (7.7, 26.9, 42.3, 42.3, 42.3, 51.2, 56.6), ((UNPRESSED, 1.0),), DOMAIN),
    PublishedCurve(
        "after 1945, tie, neighbours", 18, (11.1, 33.3, 44.4, 44.4, 44.4, 58.3, 68.7), ((UNPRESSED, 1.0),), DOMAIN
    ),
    PublishedCurve(
        "third party pressed, all years",
        26,
        (11.5, 15.4, 23.1, 23.1, 27.6, 41.2, 51.0),
        ((REFERENCE, 1.0),),
        DOMAIN,
    ),
    PublishedCurve(
        "after 1945, no imposed regime",
        71,
        (2.8, 9.9, 15.5, 16.9, 18.4, 27.6, 34.8),
        ((UNPRESSED, TIES / (TIES + WINNERS)), (WINNER, WINNERS / (TIES + WINNERS))),
        BEYOND,
    ),
    PublishedCurve(
        "after 1945, all",
        89,
        (2.3, 8.0, 12.6, 13.8, 15.0, 22.3, 27.8),
        ((UNPRESSED, TIES), (WINNER, WINNERS)),
        BEYOND,
    ),
    PublishedCurve(
        "after 1945, winner",
        63,
        (0.0, 0.0, 0.0, 1.6, 3.3, 10.2, 15.9),
        ((WINNER, WINNERS / (WINNERS + IMPOSED)),),
        BEYOND,
    ),
)
NOT_COMPARED = (
    "All 188 pairs since 1914 (2.7 % failed in a month, 11 % in a year, 22 % in twenty) have no printed share of ties, "
    "so no mix of terms can be given."
)
EVER_FAILED = (("no imposed regime, all years", 0.35, 155), ("imposed regime, all years", 0.06, 33))
"""Printed shares that ever returned to war. The numbers of cases follow from 56 failures among 188."""


class CurvePoint(NamedTuple):
    """One point of a curve, published and from the module.

    Attributes
    ----------
    curve, age : PublishedCurve, str
        Curve and age of the point.
    published : float
        Published share that failed.
    sampling80 : (low, high)
        Central 80 % of the sampling error of the published share.
    low, median, high : Estimate
        Ends of the central 80 % of the draws and their median.
    """

    curve: PublishedCurve
    age: str
    published: float
    sampling80: Interval
    low: Estimate
    median: Estimate
    high: Estimate

    @property
    def verdict(self) -> str:
        """Verdict on whether the module agrees with the published share."""
        observed = self.published, self.published
        return verdict((self.low.value, self.high.value), observed, self.sampling80, OUTSIDE)


def failed_shares(draws: DurabilityDraws, curve: PublishedCurve) -> Floats:
    """Compute the share that failed by AGES in each draw, for the mix of terms of a curve, float64[n_ages, n]."""
    weeks = np.array(list(AGES.values()))
    return sum((share * (1.0 - draws.survival(terms, weeks)) for terms, share in curve.mix), np.zeros((1, 1)))


def compare_curves(draws: DurabilityDraws) -> list[CurvePoint]:
    """Compare the module with every point of every published curve."""
    points = []
    for curve in CURVES:
        for age, percent, values in zip(AGES, curve.failed, failed_shares(draws, curve), strict=True):
            ordered, share = Sorted(values, draws.clusters), percent / 100.0
            low, median, high = (ordered.quantile(level).estimate for level in LEVELS)
            points.append(CurvePoint(curve, age, share, share_interval(share, curve.n), low, median, high))
    return points
