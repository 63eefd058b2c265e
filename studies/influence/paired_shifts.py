"""Computes paired differences of all outcomes between two settings in each branch, and a verdict for all branches."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from forecast.analysis.estimates import Clusters, Estimate, mean
from studies.influence.kernel_cases import CaseOutcome
from studies.influence.outcome_measures import OutcomeMeasure, measure_table

CHANCE = 0.05
ROUNDING = 1e-9
SPREAD_WEIGHT = 0.5
"""Weight of effects on a spread. Such an effect is named only if it is more than twice the effect on any level."""


class Shift(NamedTuple):
    """Difference of one outcome in one branch between two settings.

    Attributes
    ----------
    branch, measure : str, OutcomeMeasure
        Branch and outcome.
    difference : Estimate
        Mean difference of the members, in the number of the measure.
    size : Estimate
        Mean absolute difference of the members.
    spread : float
        Standard deviation of the outcome in both settings together.
    """

    branch: str
    measure: OutcomeMeasure
    difference: Estimate
    size: Estimate
    spread: float

    @property
    def errors(self) -> float:
        """Size of the mean difference in standard errors; infinite where all members shift by the same amount."""
        value, mcse = abs(self.difference.value), self.difference.mcse
        return value / mcse if mcse > 0.0 else math.inf

    @property
    def effect(self) -> Estimate:
        """Mean difference in standard deviations of the outcome."""
        return _divided(self.difference, self.spread)

    @property
    def change(self) -> Estimate:
        """Mean change of a member, up or down, in standard deviations of the outcome."""
        return _divided(self.size, self.spread)


def _without_rounding(estimate: Estimate) -> Estimate:
    """The estimate with error 0 if its error is only rounding: all members shift by the same amount."""
    value, mcse, n = estimate
    return Estimate(value, 0.0 if mcse < ROUNDING * abs(value) else mcse, n)


def _divided(estimate: Estimate, spread: float) -> Estimate:
    return Estimate(estimate.value / spread, estimate.mcse / spread, estimate.n)


@dataclass(frozen=True)
class BranchShifts:
    """Shifts in one branch.

    Attributes
    ----------
    shifts : tuple of Shift
        Shifts that are not zero.
    changed : float
        Share of members with any difference.
    series : bool
        Whether weekly series differ.
    """

    shifts: tuple[Shift, ...] = ()
    changed: float = 0.0
    series: bool = False


def compare(
    branch: str, low: CaseOutcome, high: CaseOutcome, measures: Sequence[OutcomeMeasure], clusters: Clusters
) -> BranchShifts:
    """Compute the differences, high less low, member by member. A member with a missing outcome has no difference.

    Parameters
    ----------
    branch : str
        Name of the branch.
    low, high : CaseOutcome
        Outcomes of the same members in both settings.
    measures : sequence of OutcomeMeasure
        Outcomes to compare.
    clusters : Clusters
        Clusters of the members.
    """
    changed = low.changed_members(high)
    if not changed.any():
        return BranchShifts(series=not low.same_series(high))
    before, after = measure_table(measures, low.rows), measure_table(measures, high.rows)
    gaps = after - before
    shifts = []
    for measure, gap, a, b in zip(measures, gaps, before, after, strict=True):
        known = ~np.isnan(gap)
        if np.any(gap[known] != 0.0):
            spread = float(np.std(np.concatenate((a[known], b[known]))))
            difference, size = (_without_rounding(mean(each, clusters).estimate) for each in (gap, np.abs(gap)))
            shifts.append(Shift(branch, measure, difference, size, spread))
    return BranchShifts(tuple(shifts), float(changed.mean()), True)


@dataclass(frozen=True)
class Verdict:
    """The effect of one input or mechanism in all branches.

    Attributes
    ----------
    changed : float
        Maximum, over branches, of the share of changed members.
    series : bool
        Whether any weekly series differs.
    beyond : int
        Number of shifts larger than the critical number of errors.
    largest : Shift or None
        The largest effect among the shifts that count, or among all shifts if none counts. See SPREAD_WEIGHT.
    surest, widest : Shift or None
        The shift that is largest in standard errors, and the one with the largest change of a member. None if no
        outcome differs.
    """

    changed: float
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


def verdict(branches: Iterable[BranchShifts], critical: float) -> Verdict:
    """Judge all branches together. A shift counts if its size exceeds `critical` standard errors."""
    branches = list(branches)
    shifts = [shift for branch in branches for shift in branch.shifts]
    beyond = [shift for shift in shifts if shift.errors > critical and shift.difference.value != 0.0]
    return Verdict(
        max((branch.changed for branch in branches), default=0.0),
        any(branch.series for branch in branches),
        len(beyond),
        max(beyond or shifts, key=_weight, default=None),
        max(shifts, key=lambda shift: shift.errors, default=None),
        max(shifts, key=lambda shift: shift.change.value, default=None),
    )


def critical_errors(tests: int, clusters: int) -> float:
    """Return the critical number of standard errors for `tests` differences.

    The probability that any of them exceeds it by chance is at most 5% (Bonferroni).
    """
    from scipy.special import stdtrit

    return float(stdtrit(clusters - 1, 1.0 - CHANCE / 2.0 / max(tests, 1))) if clusters > 1 else math.inf
