"""A difference between two branches in groups of draws: where an input is low, and where it is high."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.draw_band import DrawBand, draw_band
from forecast.analysis.estimates import Clusters, Estimate, Floats, Linear, mean
from forecast.analysis.members import Members


@dataclass(frozen=True)
class DrawGroup:
    """The draws in which an input lies between `low` and `high`, both ends included.

    draws: number of draws. linear: mean difference of their members, with the pulls of all clusters of the run, so that
    two groups may be subtracted. band: band of the difference between the draws of the group.
    """

    low: float
    high: float
    draws: int
    linear: Linear
    band: DrawBand

    @property
    def difference(self) -> Estimate:
        """The mean difference with its clustered error."""
        return self.linear.estimate


def equal_groups(members: Members, name: str, gap: Floats, count: int) -> tuple[DrawGroup, ...]:
    """Divide the draws into groups of equal size by the value of an input, lowest first.

    Equal values stay in one group, so an input with few values gives fewer groups.

    Parameters
    ----------
    members : Members
        The run.
    name : str
        A drawn input.
    gap : float64[members]
        Difference of two branches in every member, NaN for none.
    count : int
        Number of groups.
    """
    drawn = members.drawn(name).astype(np.float64)
    once = drawn[first_members(members)]
    edges = np.unique(np.quantile(once, np.arange(1, count) / count, method="lower"))
    place = np.searchsorted(edges, drawn, side="left")
    return tuple(_group(members, drawn, gap, place == k) for k in np.unique(place))


def first_members(members: Members) -> NDArray[np.int64]:
    """Return the first member of every draw that has one, int64[draws]."""
    return np.flatnonzero(np.diff(members.draw, prepend=-1))


def band_where(members: Members, gap: Floats, chosen: NDArray[np.bool_]) -> DrawBand:
    """Estimate the band of a difference between some draws of a run.

    Parameters
    ----------
    members : Members
        The run.
    gap : float64[members]
        Difference of two branches in every member.
    chosen : bool[members]
        Which members count: all those of a draw, or none.
    """
    return draw_band(gap[chosen], members.draw[chosen], Clusters(members.clusters.index[chosen]))


def _group(members: Members, drawn: Floats, gap: Floats, chosen: NDArray[np.bool_]) -> DrawGroup:
    inside = drawn[chosen]
    return DrawGroup(
        float(inside.min()),
        float(inside.max()),
        int(np.unique(members.draw[chosen]).size),
        mean(np.where(chosen, gap, np.nan), members.clusters),
        band_where(members, gap, chosen),
    )
