"""When two numbers are tied: the difference may be chance, is small, or has a sign that the draws do not agree on.

No table ranks a tie without saying so. The rule is the same for branches, points of a sweep, sectors and actors.
"""

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from forecast.analysis.draw_band import DrawBand, draw_band
from forecast.analysis.estimates import Estimate, critical, mean
from forecast.analysis.members import Members

POINT = 0.01
"""Difference of two probabilities or shares below which they count as equal: one point."""

TWO_ERRORS = 2.0

Tie = Literal["chance", "small", "draws"]
"""Why a difference ranks nothing. chance: it is within two errors. small: it is under one point. draws: its band
between draws spans zero, so that its sign depends on inputs that are not known."""


class Difference(NamedTuple):
    """A number less that of another branch over the same members. tie: why it ranks nothing, None if it does."""

    value: Estimate
    draws: DrawBand
    tie: Tie | None


def subtract(members: Members, values: ArrayLike, base: ArrayLike) -> Difference:
    """Subtract a yes-or-no outcome in one branch from that in another.

    Parameters
    ----------
    members : Members
        The run.
    values, base : float or bool[members]
        Outcome in the branch, and in the branch that is subtracted.
    """
    gap = np.subtract(values, base, dtype=np.float64)
    value, draws = mean(gap, members.clusters).estimate, draw_band(gap, members.draw, members.clusters)
    return Difference(value, draws, tie(value, draws, members.clusters.count))


def error_reach(difference: Estimate, clusters: int) -> float:
    """Two errors of a difference, or the half-width of its 95% interval if that is wider."""
    return max(TWO_ERRORS, critical(clusters)) * difference.mcse


def ties(difference: Estimate, low: float, high: float, clusters: int, small: float | None = POINT) -> tuple[Tie, ...]:
    """List every reason why a difference ranks nothing; empty if it does.

    Parameters
    ----------
    difference : Estimate
        The difference.
    low, high : float
        Ends of its band between draws; an unknown band (NaN) is no reason.
    clusters : int
        Independent groups behind its error.
    small : float or None
        Size below which a difference counts as none; None if no size does.
    """
    reasons: list[Tie] = []
    exact = difference.mcse == 0.0 and difference.value != 0.0
    if not exact and not abs(difference.value) > error_reach(difference, clusters):
        reasons.append("chance")
    if small is not None and abs(difference.value) < small:
        reasons.append("small")
    if low <= 0.0 <= high:
        reasons.append("draws")
    return tuple(reasons)


def tie(difference: Estimate, draws: DrawBand | None, clusters: int, small: float | None = POINT) -> Tie | None:
    """Say why a difference ranks nothing: the first of `ties`, or None.

    Parameters
    ----------
    difference : Estimate
        The difference.
    draws : DrawBand or None
        Its band between draws; without it the draws are no reason.
    clusters : int
        Independent groups behind its error.
    small : float or None
        Size below which a difference counts as none; None if no size does.
    """
    low, high = (float("nan"), float("nan")) if draws is None else (draws.low.value, draws.high.value)
    return next(iter(ties(difference, low, high, clusters, small)), None)
