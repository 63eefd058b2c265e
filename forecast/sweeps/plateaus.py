"""Where a curve stops to change, and which points lead it; ties are ties, so no leader is made of noise."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from forecast.analysis.draw_band import DrawBand
from forecast.analysis.estimates import Estimate, Linear
from forecast.analysis.headlines import Headline
from forecast.analysis.ties import POINT, Tie, error_reach, tie
from forecast.sweeps.grid import Grid, Index


class Change(NamedTuple):
    """A paired difference on common members, and its band between draws (of the mean)."""

    difference: Estimate
    draws: DrawBand


class Plateau(NamedTuple):
    """A line along one axis, and from which value on nothing changes that can be told.

    Attributes
    ----------
    axis : int
        Number of the axis.
    line : tuple of Index
        The points of the line, in increasing order of the values.
    start : int
        Place in `line` of the first point from which no later point differs beyond a tie. The last place if the curve
        changes to its end.
    largest : Estimate or None
        The largest difference of a later point from `start`; None if there is no later point.
    at : Index
        The point of that difference.
    is_small : bool
        Whether all these differences are under one point, their errors included.
    """

    axis: int
    line: tuple[Index, ...]
    start: int
    largest: Estimate | None
    at: Index
    is_small: bool


class Extreme(NamedTuple):
    """The point with the highest (or lowest) value, and the points that tie with it, with the reason."""

    at: Index
    ties: dict[Index, Tie]


def find_plateaus(grid: Grid, headline: Headline, linear: Mapping[Index, Linear], clusters: int) -> tuple[Plateau, ...]:
    """Find the plateau of each line along an axis of numbers.

    Parameters
    ----------
    grid : Grid
    headline : Headline
        The outcome.
    linear : mapping of Index to Linear
        Its statistic at each point.
    clusters : int
        Number of independent groups behind every error.
    """
    found = []
    for number, axis in enumerate(grid.axes):
        if axis.is_numeric and len(axis.values) > 1:
            for begin in (index for index in grid.points if index[number] == 0):
                line = tuple((*begin[:number], k, *begin[number + 1 :]) for k in range(len(axis.values)))
                found.append(_plateau(headline, number, line, linear, clusters))
    return tuple(found)


def _plateau(
    headline: Headline, axis: int, line: tuple[Index, ...], linear: Mapping[Index, Linear], clusters: int
) -> Plateau:
    last = len(line) - 1
    for start in range(last):
        gaps = {index: (linear[index] - linear[line[start]]).estimate for index in line[start + 1 :]}
        if all(tie(gap, None, clusters, _smallest(headline)) for gap in gaps.values()):
            at = max(gaps, key=lambda index: abs(gaps[index].value))
            is_small = all(_is_surely_small(headline, gap, clusters) for gap in gaps.values())
            return Plateau(axis, line, start, gaps[at], at, is_small)
    return Plateau(axis, line, last, None, line[last], False)


def find_extreme(
    headline: Headline,
    linear: Mapping[Index, Linear],
    change: Callable[[Index, Index], Change],
    clusters: int,
    sign: int,
) -> Extreme:
    """Find the point with the highest value (`sign` 1) or the lowest (-1), and those that it must not be ranked above.

    Parameters
    ----------
    headline : Headline
        The outcome.
    linear : mapping of Index to Linear
        Its statistic at each point.
    change : callable
        Gives the difference of one point from another.
    clusters : int
        Number of independent groups behind every error.
    sign : int
        1 or -1.
    """
    known = [index for index in linear if linear[index].value == linear[index].value] or list(linear)
    best = max(known, key=lambda index: sign * linear[index].value)
    ties: dict[Index, Tie] = {}
    for index in linear:
        if index != best:
            gap = change(best, index)
            reason = tie(gap.difference, gap.draws, clusters, _smallest(headline))
            if reason is not None:
                ties[index] = reason
    return Extreme(best, ties)


def _smallest(headline: Headline) -> float | None:
    """The smallest difference worth a statement; only probabilities and shares have one."""
    return POINT if headline.unit == "1" else None


def _is_surely_small(headline: Headline, difference: Estimate, clusters: int) -> bool:
    """Whether a difference, with its error, is under one point: then it is known to be small."""
    smallest = _smallest(headline)
    return smallest is not None and abs(difference.value) + error_reach(difference, clusters) < smallest
