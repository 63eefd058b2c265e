"""Differences of probabilities between branches, and which of them are ties."""

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from forecast.analysis.draw_band import DrawBand, draw_band
from forecast.analysis.estimates import Estimate, clear, mean
from forecast.analysis.members import Members

SMALL = 0.01
"""Difference of two probabilities below which they count as equal: one point."""

Tie = Literal["chance", "small", "draws"]


class Difference(NamedTuple):
    """A number less that of another branch over the same members. tie: why it ranks nothing, None if it does."""

    value: Estimate
    draws: DrawBand
    tie: Tie | None


def subtract(members: Members, values: ArrayLike, base: ArrayLike) -> Difference:
    """Subtract a yes-or-no outcome in one branch from that in another, both float or bool[members]."""
    gap = np.subtract(values, base, dtype=np.float64)
    value, draws = mean(gap, members.clusters).estimate, draw_band(gap, members.draw, members.clusters)
    return Difference(value, draws, tie(value, draws, members.clusters.count))


def tie(difference: Estimate, draws: DrawBand, clusters: int, small: float = SMALL) -> Tie | None:
    """Say why a difference ranks nothing; None if it does.

    Parameters
    ----------
    difference : Estimate
        The difference.
    draws : DrawBand
        Its band between draws; an unknown band (NaN) says nothing.
    clusters : int
        Independent groups behind its error.
    small : float
        Size below which a difference counts as none.

    Returns
    -------
    "chance", "small", "draws" or None
        chance: 0 is in its 95% interval. small: below `small`. draws: the band between draws spans 0.
    """
    if not clear(difference, clusters):
        return "chance"
    if abs(difference.value) < small:
        return "small"
    return "draws" if draws.low.value <= 0.0 <= draws.high.value else None
