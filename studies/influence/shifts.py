"""Paired differences of all outcomes of one branch between two settings, and what they amount to over all branches."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from forecast.analysis.estimates import Clusters, Estimate, mean
from studies.influence.cases import Result
from studies.influence.measures import Measure, table

CHANCE = 0.05
ROUNDING = 1e-9
SPREAD_WEIGHT = 0.5
"""The effect on a spread is named only where it is more than twice that on any level: levels are easier to read."""


class Shift(NamedTuple):
    """Mean difference of an outcome in a branch. size: mean of its size without the sign.

    spread: standard deviation of the outcome over both settings.
    """

    branch: str
    measure: Measure
    difference: Estimate
    size: Estimate
    spread: float

    @property
    def errors(self) -> float:
        """Size in standard errors; infinite where all members shift alike."""
        value, mcse = abs(self.difference.value), self.difference.mcse
        return value / mcse if mcse > 0.0 else math.inf

    @property
    def effect(self) -> Estimate:
        """The difference in standard deviations of the outcome."""
        return _over(self.difference, self.spread)

    @property
    def change(self) -> Estimate:
        """The mean change of a member, up or down, in standard deviations of the outcome."""
        return _over(self.size, self.spread)


def _exact(estimate: Estimate) -> Estimate:
    """Without an error that is only rounding: the members are all alike."""
    value, mcse, n = estimate
    return Estimate(value, 0.0 if mcse < ROUNDING * abs(value) else mcse, n)


def _over(estimate: Estimate, spread: float) -> Estimate:
    return Estimate(estimate.value / spread, estimate.mcse / spread, estimate.n)


@dataclass(frozen=True)
class Compared:
    """One branch: shifts that are not zero, share of members with any difference, whether weekly series differ."""

    shifts: tuple[Shift, ...] = ()
    moved: float = 0.0
    series: bool = False


def compare(branch: str, low: Result, high: Result, measures: Sequence[Measure], clusters: Clusters) -> Compared:
    """High minus low, member by member; a member whose outcome is missing in either has no difference."""
    moved = low.moved(high)
    if not moved.any():
        return Compared(series=not low.same_series(high))
    before, after = table(measures, low.rows), table(measures, high.rows)
    gaps = after - before
    shifts = []
    for measure, gap, a, b in zip(measures, gaps, before, after, strict=True):
        known = ~np.isnan(gap)
        if np.any(gap[known] != 0.0):
            spread = float(np.std(np.concatenate((a[known], b[known]))))
            moves, size = (_exact(mean(each, clusters).estimate) for each in (gap, np.abs(gap)))
            shifts.append(Shift(branch, measure, moves, size, spread))
    return Compared(tuple(shifts), float(moved.mean()), True)


@dataclass(frozen=True)
class Verdict:
    """What one input or mechanism does over all branches.

    beyond: shifts larger than the critical number of errors. largest: the largest effect among those, or among all, a
    spread only where it is more than twice that on any level.
    surest: the most errors. widest: the largest change of a member. All None where no outcome of any member differs.
    """

    moved: float
    series: bool
    beyond: int
    largest: Shift | None
    surest: Shift | None
    widest: Shift | None

    @property
    def inert(self) -> bool:
        """Whether nothing that the kernel gives differs for any member in any branch."""
        return not self.series

    @property
    def size(self) -> float:
        """Size of the largest effect that counts, in standard deviations; 0 where none does."""
        return abs(self.largest.effect.value) if self.beyond and self.largest is not None else 0.0


def _weight(shift: Shift) -> float:
    return abs(shift.effect.value) * (SPREAD_WEIGHT if shift.measure.spread else 1.0)


def verdict(branches: Iterable[Compared], critical: float) -> Verdict:
    """Judge all branches together."""
    found = list(branches)
    shifts = [shift for compared in found for shift in compared.shifts]
    beyond = [shift for shift in shifts if shift.errors > critical and shift.difference.value != 0.0]
    return Verdict(
        max((compared.moved for compared in found), default=0.0),
        any(compared.series for compared in found),
        len(beyond),
        max(beyond or shifts, key=_weight, default=None),
        max(shifts, key=lambda shift: shift.errors, default=None),
        max(shifts, key=lambda shift: shift.change.value, default=None),
    )


def critical_errors(tests: int, clusters: int) -> float:
    """Errors that one of `tests` differences exceeds by chance alone with a probability of at most 5% (Bonferroni)."""
    from scipy.special import stdtrit

    return float(stdtrit(clusters - 1, 1.0 - CHANCE / 2.0 / max(tests, 1))) if clusters > 1 else math.inf
