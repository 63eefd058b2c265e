"""Curves over time with clustered errors: the share of members with a ceasefire, and the share of peace that lasts.

A member that reaches the horizon without the event is censored there; it is never counted as an event.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from forecast.analysis.estimates import Clusters, Estimate, Floats, Linear


@dataclass(frozen=True)
class Curve:
    """Values of a curve at `weeks`, with clustered standard errors and the members at risk in each of these weeks."""

    weeks: NDArray[np.int64]
    value: Floats
    mcse: Floats
    at_risk: NDArray[np.int64]

    def at(self, week: int) -> Estimate:
        """Read the curve at the last of its weeks that is not later than `week`."""
        index = max(int(np.searchsorted(self.weeks, week, side="right")) - 1, 0)
        return Estimate(float(self.value[index]), float(self.mcse[index]), int(self.at_risk[0]))


def cumulative_incidence(
    event_week: ArrayLike, competing_week: ArrayLike, horizon: int, clusters: Clusters, weeks: ArrayLike
) -> Curve:
    """Estimate the share of members whose event has come by each week, before any competing event (Aalen-Johansen).

    Every member is observed to the horizon, so the estimator is the plain share.

    Parameters
    ----------
    event_week, competing_week : float[members]
        Week of the event and of the competing event, NaN for never. If both weeks are equal the event counts.
    horizon : int
        Length of the run in weeks.
    clusters : Clusters
        Clusters of the members, for the errors.
    weeks : int[n]
        Weeks at which the curve is computed; weeks beyond the horizon are dropped.
    """
    event, rival = _never_to_infinity(event_week), _never_to_infinity(competing_week)
    first = np.where(event <= rival, event, np.inf)
    ended = np.minimum(event, rival)
    grid = _valid_weeks(weeks, horizon)
    value, error, left = np.empty(grid.size), np.empty(grid.size), np.empty(grid.size, dtype=np.int64)
    sizes = clusters.sums(np.ones(clusters.members))
    for i, week in enumerate(grid):
        counts = clusters.sums(first <= week)
        share = float(counts.sum()) / clusters.members
        value[i], error[i], _ = Linear(share, (counts - share * sizes) / clusters.members, clusters.members).estimate
        left[i] = np.count_nonzero(ended >= week)
    return Curve(grid, value, error, left)


def peace_survival(
    ceasefire_week: ArrayLike,
    resumed_week: ArrayLike,
    horizon: int,
    clusters: Clusters,
    weeks: ArrayLike,
    begun_by: int | None = None,
) -> Curve:
    """Estimate the Kaplan-Meier curve of peace by weeks since the first ceasefire, over the members that have one.

    The curve ends at the longest time for which a member is observed. `at_risk[0]` is the number of ceasefires.

    Parameters
    ----------
    ceasefire_week, resumed_week : float[members]
        Week of the first ceasefire and of the return to war, NaN for never.
    horizon : int
        Length of the run in weeks.
    clusters : Clusters
        Clusters of the members, for the errors.
    weeks : int[n]
        Weeks since the ceasefire at which the curve is computed.
    begun_by : int, optional
        Count only ceasefires that begin by this week of the run.

    Raises
    ------
    ValueError
        If no member has such a ceasefire.
    """
    start, end = _never_to_infinity(ceasefire_week), _never_to_infinity(resumed_week)
    has = start <= (horizon if begun_by is None else min(begun_by, horizon))
    if not has.any():
        raise ValueError("no member has a ceasefire: there is no peace to follow")
    failed = has & np.isfinite(end) & (end <= horizon)
    last = np.zeros(start.size, dtype=np.int64)
    last[has] = (np.where(failed, end, horizon)[has] - start[has]).astype(np.int64)
    longest = int(last[has].max())
    events = np.bincount(last[failed], minlength=longest + 1).astype(np.float64)
    risk = np.bincount(last[has], minlength=longest + 1)[::-1].cumsum()[::-1]
    hazard = events / risk
    survival = np.cumprod(1.0 - hazard)
    weight = np.zeros(longest + 1)
    np.divide(1.0, risk * (1.0 - hazard), out=weight, where=hazard < 1.0)
    spent = np.cumsum(hazard * weight)
    grid = _valid_weeks(weeks, longest)
    error = np.empty(grid.size)
    n = int(has.sum())
    for i, week in enumerate(grid):
        pull = np.where(failed & (last <= week), weight[last], 0.0) - np.where(has, spent[np.minimum(last, week)], 0.0)
        error[i] = Linear(0.0, clusters.sums(pull) * -survival[week], n).estimate.mcse
    return Curve(grid, survival[grid], error, risk[grid].astype(np.int64))


def _never_to_infinity(weeks: ArrayLike) -> Floats:
    filled = np.asarray(weeks, dtype=np.float64)
    return np.where(np.isnan(filled), np.inf, filled)


def _valid_weeks(weeks: ArrayLike, end: int) -> NDArray[np.int64]:
    grid = np.unique(np.asarray(weeks, dtype=np.int64))
    return grid[(grid >= 0) & (grid <= end)]
