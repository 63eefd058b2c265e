"""Bounds of estimates from members that failed: where a value would lie with them, whatever theirs had been.

Estimates leave out the members that failed, and those were not a random choice. Each of them might have had any value
that is plausible: 0 or 1 for yes or no, else the bounds of plausibility of the outcome. With k of n members and f
failed ones, a probability lies between k / (n + f) and (k + f) / (n + f).
"""

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.estimates import Estimate, interpolate
from forecast.analysis.headlines import Headline
from forecast.analysis.members import Members
from forecast.store.rules import Donor
from forecast_kernels.layout.bounds import BOUNDS, DONOR_BOUNDS


class Range(NamedTuple):
    """Lowest and highest value; both NaN where nothing is known."""

    low: float
    high: float

    def __sub__(self, other: "Range") -> "Range":
        return Range(self.low - other.high, self.high - other.low)


UNKNOWN = Range(math.nan, math.nan)
SHARE = Range(0.0, 1.0)


def plausible(members: Members, headline: Headline) -> Range:
    """Say between which values an outcome may lie in any member; `UNKNOWN` where one of them is infinite."""
    variable = members.variables.get(headline.target) if headline.is_column else None
    if variable is None or variable.kind == "flag":
        return SHARE if headline.statistic == "probability" else UNKNOWN
    row = getattr(variable.rule, "row", None)
    if isinstance(variable.rule, Donor):
        low, high = DONOR_BOUNDS.low, DONOR_BOUNDS.high
    elif row is None:
        return UNKNOWN
    else:
        low, high = BOUNDS[row].low, BOUNDS[row].high
        high = min(high, float(members.manifest.horizon)) if BOUNDS[row].in_weeks else high
    return Range(low, high) if math.isfinite(low) and math.isfinite(high) else UNKNOWN


def mean_bounds(estimate: Estimate, failed: int, plausible: Range) -> Range:
    """Bound a mean or a probability over all members.

    Parameters
    ----------
    estimate : Estimate
        The mean over the n members that did not fail and have a value.
    failed : int
        Number of members that failed.
    plausible : Range
        What a failed member may have had. If it may also have had no value, the bounds are the same.
    """
    if estimate.n == 0:
        return plausible
    total, count = estimate.value * estimate.n, estimate.n + failed
    return Range((total + failed * plausible.low) / count, (total + failed * plausible.high) / count)


def quantile_bounds(values: NDArray[Any], level: float, failed: int, plausible: Range) -> Range:
    """Bound a quantile over all members: all failed ones lie below it, or all above.

    Parameters
    ----------
    values : array[members]
        Value of each member that did not fail, in any order; NaN is left out.
    level : float
        Which quantile: 0.5 is the median.
    failed : int
        Number of members that failed.
    plausible : Range
        What a failed member may have had.
    """
    ordered = np.sort(values)
    n = ordered.size - int(np.count_nonzero(np.isnan(ordered)))  # NaN is sorted to the end
    if n == 0:
        return plausible
    place, last = level * (n + failed - 1), n - 1

    def at(share: float) -> float:
        return interpolate(lambda index: float(ordered[index]), n, share)

    low = plausible.low if place < failed else at((place - failed) / max(last, 1))
    return Range(low, plausible.high if place > last else at(place / max(last, 1)))


def headline_bounds(members: Members, headline: Headline, branch: str, estimate: Estimate) -> Range | None:
    """Bound the statistic of a headline outcome in one branch; None if no member failed.

    Parameters
    ----------
    members : Members
        The run, without the failed members.
    headline : Headline
        The outcome.
    branch : str
        The branch.
    estimate : Estimate
        The statistic of that outcome in that branch.
    """
    if not members.failed:
        return None
    within = plausible(members, headline)
    if headline.statistic == "median":
        return quantile_bounds(_column(members, headline, branch), 0.5, members.failed, within)
    return mean_bounds(estimate, members.failed, within)


def _column(members: Members, headline: Headline, branch: str) -> NDArray[Any]:
    """The values of an outcome, typed as in the files where that is possible: a large run has no room for float64."""
    if members.in_place is None:
        return headline.values(branch)
    return members.computed(branch, headline.columns, {headline.target: (headline.columns, headline.compute)})[
        headline.target
    ]
