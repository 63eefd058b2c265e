"""Compares the returns to war that the module expects of past ceasefires with those observed, by age and for truces."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.special import pdtr

from forecast.analysis.estimates import Estimate, Sorted, mean
from studies.ceasefires.cases import Ceasefire, Truce
from studies.ceasefires.durability import ROW, DurabilityDraws
from studies.ceasefires.sampling_errors import (
    LEVELS,
    Floats,
    Interval,
    count_interval,
    ratio_interval,
    share_interval,
    verdict,
)

BANDS = {
    "0-1 month": (0.0, 52.0 / 12.0),
    "1-6 months": (52.0 / 12.0, 26.0),
    "6-12 months": (26.0, 52.0),
    "1-5 years": (52.0, 260.0),
    "5-10 years": (260.0, 520.0),
    "10+ years": (520.0, 4056.0),
}
"""First and last age of each band, in weeks."""
ALL_AGES = "all ages"
DAYS = (7, 14, 30, 42, 60)
CLOCK = 30
"""Days for which the priors give the chance of a break."""


class AgeBand(NamedTuple):
    """Returns to war in one band of age.

    Attributes
    ----------
    name : str
        Name of the band.
    years : float
        Time under observation in the band, summed over ceasefires.
    observed : int
        Observed returns to war in the band.
    observed80 : (low, high)
        Central 80 % of the Poisson mean, given the observed count.
    low, median, high : Estimate
        Expected returns: ends of the central 80 % of the draws and their median.
    ratio : float
        Observed returns divided by expected ones (mean over draws).
    ratio80 : (low, high)
        Central 80 % of the ratio, from a bootstrap of whole wars.
    chance_below : float
        Chance of fewer returns than observed, plus half the chance of as many.
    """

    name: str
    years: float
    observed: int
    observed80: Interval
    low: Estimate
    median: Estimate
    high: Estimate
    ratio: float
    ratio80: Interval
    chance_below: float

    @property
    def verdict(self) -> str:
        """Verdict on whether the module agrees with the count."""
        return verdict((self.low.value, self.high.value), (self.observed, self.observed), self.observed80)


def expected_returns(draws: DurabilityDraws, cases: Sequence[Ceasefire], first: float, last: float) -> Floats:
    """Compute the expected returns to war of each ceasefire between two ages, while it was observed.

    The frailty is integrated out. Frail ceasefires fail first, so this is the hazard among those that still hold.

    Parameters
    ----------
    draws : DurabilityDraws
        Draws of the priors.
    cases : sequence of Ceasefire
        Ceasefires under observation.
    first, last : float
        The two ages, in weeks.

    Returns
    -------
    float64[n_cases, n]
        Integrated hazard.
    """
    hazard = np.zeros((len(cases), draws.n))
    for k, case in enumerate(cases):
        start, stop = max(first, case.entry), min(last, case.weeks)
        if stop > start:
            holding = draws.survival(case.terms, np.array([start, stop]))
            hazard[k] = np.log(holding[0] / holding[1])
    return hazard


def returns_by_age(draws: DurabilityDraws, cases: Sequence[Ceasefire]) -> list[AgeBand]:
    """Return one row for each band of age in which a ceasefire was observed, and one for all ages."""
    wars = [case.war for case in cases]
    rows = []
    for name, (first, last) in {**BANDS, ALL_AGES: (0.0, BANDS["10+ years"][1])}.items():
        expected = expected_returns(draws, cases, first, last)
        years = [max(min(last, case.weeks) - max(first, case.entry), 0.0) / 52.0 for case in cases]
        returned = np.array([case.failed and max(first, case.entry) <= case.weeks < last for case in cases], np.float64)
        if not sum(years):
            continue
        total, count = expected.sum(axis=0), int(returned.sum())
        ordered = Sorted(total, draws.clusters)
        low, median, high = (ordered.quantile(level).estimate for level in LEVELS)
        below = float(np.mean((pdtr(count, total) + (pdtr(count - 1, total) if count else 0.0)) / 2))
        ratio, interval = count / float(total.mean()), ratio_interval(returned, expected.mean(axis=1), wars)
        rows.append(AgeBand(name, sum(years), count, count_interval(count), low, median, high, ratio, interval, below))
    return rows


class TruceShare(NamedTuple):
    """Share of truces that are over by an age.

    Attributes
    ----------
    days : int
        The age.
    n : int
        Number of truces.
    surely, perhaps : float
        Share over by then in the record, from the latest and from the earliest possible end of each truce.
    sampling80 : (low, high)
        Both shares, widened by the central 80 % of the sampling error.
    mean, low, high : Estimate
        Share from the module: mean over draws, and ends of their central 80 %.
    """

    days: int
    n: int
    surely: float
    perhaps: float
    sampling80: Interval
    mean: Estimate
    low: Estimate
    high: Estimate

    @property
    def verdict(self) -> str:
        """Verdict on whether the module agrees with the bounds of the record."""
        return verdict((self.low.value, self.high.value), (self.surely, self.perhaps), self.sampling80)


def truces_over(draws: DurabilityDraws, truces: Sequence[Truce]) -> list[TruceShare]:
    """Return the share of truces of one conflict, which had monitors, that are over by each of DAYS."""
    n = len(truces)
    return [
        _truce_share(
            chance_of_break(draws, "proxies", True, days),
            draws, days, n, sum(t.high <= days for t in truces) / n, sum(t.low <= days for t in truces) / n,
        )
        for days in DAYS
    ]  # fmt: skip


def unverified_cases_over(draws: DurabilityDraws, cases: Sequence[Ceasefire], of: str) -> TruceShare:
    """Return the share of unverified ceasefires of the case table with fighting of any size within 30 days.

    Parameters
    ----------
    draws : DurabilityDraws
        Draws of the priors.
    cases : sequence of Ceasefire
        The case table.
    of : str
        Class of truces that the module is given, `states` or `proxies`.
    """
    unverified = [case for case in cases if not case.terms.verified]
    share = sum(case.abandoned <= CLOCK for case in unverified) / len(unverified)
    return _truce_share(chance_of_break(draws, of, False, CLOCK), draws, CLOCK, len(unverified), share, share)


def chance_of_break(draws: DurabilityDraws, of: str, verified: bool, days: float) -> Floats:
    """Compute the chance in each draw that a truce breaks within some days, by the kernel's own law.

    Parameters
    ----------
    draws : DurabilityDraws
        Draws of the priors.
    of : str
        Class of the truces, `states` or `proxies`.
    verified : bool
        Whether it has on-site verification.
    days : float
        The days.
    """
    from forecast_kernels.model.truce import log_scale, verified_factor

    chances, shapes = draws.params[ROW[f"truce_30d_{of}"]], draws.params[ROW[f"truce_shape_{of}"]]
    effects = draws.params[ROW["verification_effect"]] * np.float32(verified)
    scale = np.array([log_scale(chance, shape) for chance, shape in zip(chances, shapes, strict=True)], np.float64)
    later = np.array(
        [verified_factor(effect, shape) for effect, shape in zip(effects, shapes, strict=True)], np.float64
    )
    return np.asarray(1.0 - np.exp(-((days / 7.0 / (np.exp(scale) * later)) ** shapes.astype(np.float64))))


def _truce_share(over: Floats, draws: DurabilityDraws, days: int, n: int, surely: float, perhaps: float) -> TruceShare:
    ordered = Sorted(over, draws.clusters)
    low, high = ordered.quantile(0.1).estimate, ordered.quantile(0.9).estimate
    bounds = share_interval(surely, n)[0], share_interval(perhaps, n)[1]
    return TruceShare(days, n, surely, perhaps, bounds, mean(over, draws.clusters).estimate, low, high)
