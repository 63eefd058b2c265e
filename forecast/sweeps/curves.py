"""Curves: an outcome of a branch at every point of a sweep, with paired differences between points and branches."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from forecast.analysis.conclusions import outcomes
from forecast.analysis.draw_band import DrawBand, draw_band
from forecast.analysis.estimates import Clusters, Estimate, Linear, Sorted, mean
from forecast.analysis.headlines import Headline
from forecast.errors import ResultError
from forecast.store.columns import nearest
from forecast.sweeps.grid import Grid, Index
from forecast.sweeps.plateaus import Change, Extreme, Plateau, find_extreme, find_plateaus


@dataclass(frozen=True)
class CurvePoint:
    """An outcome of a branch at one point.

    Attributes
    ----------
    value : Estimate
        The statistic of the outcome.
    from_reference : Change or None
        Difference from the reference branch at the same point; None in that branch.
    from_base : Change or None
        Difference from the base point in the same branch; None at that point.
    steps : tuple of Change or None
        For each axis, the difference from the neighbour before; None at the first value.
    """

    value: Estimate
    from_reference: Change | None
    from_base: Change | None
    steps: tuple[Change | None, ...]


@dataclass(frozen=True)
class Curve:
    """An outcome of a branch along a sweep.

    Attributes
    ----------
    points : dict of Index to CurvePoint
    is_same : bool
        Whether every member has the same outcome at every point, so that there is nothing to say.
    plateaus : tuple of Plateau
        For each line along an axis of numbers: from where on nothing changes that can be told.
    highest, lowest : Extreme
        The points with the highest and the lowest value, and the points that tie with them.
    span : Change
        The highest minus the lowest.
    """

    headline: Headline
    branch: str
    points: dict[Index, CurvePoint]
    is_same: bool
    plateaus: tuple[Plateau, ...]
    highest: Extreme
    lowest: Extreme
    span: Change


def main_outcomes(grid: Grid) -> list[Headline]:
    """List the outcomes of a curve by default: those of the conclusions that every point has."""
    known = {headline.target: headline for headline in outcomes(grid.first)}
    others = [{headline.target for headline in outcomes(members)} for members in grid.points.values()]
    return [headline for target, headline in known.items() if all(target in other for other in others)]


def chosen_outcomes(grid: Grid, targets: Sequence[str]) -> list[Headline]:
    """Find headline outcomes by target.

    Raises
    ------
    ResultError
        If a target is unknown; the message gives the nearest one.
    """
    known = {headline.target: headline for headline in main_outcomes(grid)} | grid.headlines
    for target in targets:
        if target not in known:
            hint = nearest(target, list(known)) or f"; there are {', '.join(known)}"
            raise ResultError.of(str(grid.folder), f"has no outcome '{target}'{hint}")
    return [known[target] for target in targets]


def curves(
    grid: Grid, chosen: Sequence[Headline], branches: Sequence[str], reference: str, base: Index
) -> Iterator[Curve]:
    """Compute the curves of some outcomes in some branches, one at a time.

    Parameters
    ----------
    grid : Grid
    chosen : sequence of Headline
        Outcomes, from `main_outcomes` or `chosen_outcomes`.
    branches : sequence of str
        Branches that every point has.
    reference : str
        The branch that is subtracted at each point.
    base : Index
        The point that is subtracted from the others.
    """
    for headline in chosen:
        for branch in branches:
            yield _curve(grid, headline, branch, reference, base)


def _curve(grid: Grid, headline: Headline, branch: str, reference: str, base: Index) -> Curve:
    clusters = grid.first.ordered_clusters
    linear = {index: _statistic(grid, headline, branch, index, clusters) for index in grid.points}
    is_same = all(_equal(grid, headline, (index, branch), (base, branch)) for index in grid.points)
    subtracted = {index: _statistic(grid, headline, reference, index, clusters) for index in grid.points}
    changes: dict[tuple[Index, Index], Change] = {}

    def change(index: Index, other: Index) -> Change:
        if (index, other) not in changes:
            gap = linear[index] - linear[other]
            changes[index, other] = _change(grid, headline, (index, branch), (other, branch), gap, clusters)
        return changes[index, other]

    points: dict[Index, CurvePoint] = {}
    for index in grid.points:
        from_reference = None
        if branch != reference:
            with_base = all(_equal(grid, headline, (index, b), (base, b)) for b in (branch, reference))
            if with_base and base in points:
                from_reference = points[base].from_reference
            else:
                gap = linear[index] - subtracted[index]
                from_reference = _change(grid, headline, (index, branch), (index, reference), gap, clusters)
        before = [grid.before(index, axis) for axis in range(len(grid.axes))]
        points[index] = CurvePoint(
            linear[index].estimate,
            from_reference,
            None if index == base else change(index, base),
            tuple(None if other is None else change(index, other) for other in before),
        )
    highest, lowest = (find_extreme(headline, linear, change, clusters.count, sign) for sign in (1, -1))
    return Curve(
        headline,
        branch,
        points,
        is_same,
        find_plateaus(grid, headline, linear, clusters.count),
        highest,
        lowest,
        change(highest.at, lowest.at),
    )


def _statistic(grid: Grid, headline: Headline, branch: str, index: Index, clusters: Clusters) -> Linear:
    values = grid.values(index, branch, headline)
    return Sorted(values, clusters).quantile(0.5) if headline.statistic == "median" else mean(values, clusters)


def _equal(grid: Grid, headline: Headline, one: tuple[Index, str], other: tuple[Index, str]) -> bool:
    values, others = (grid.values(*side, headline) for side in (one, other))
    return values is others or np.array_equal(values, others, equal_nan=values.dtype.kind == "f")


def _change(
    grid: Grid, headline: Headline, one: tuple[Index, str], other: tuple[Index, str], gap: Linear, clusters: Clusters
) -> Change:
    """Subtract two columns; two equal columns differ by exactly nothing in every draw."""
    if _equal(grid, headline, one, other):
        zero = Estimate(0.0, 0.0, gap.n)
        return Change(zero, DrawBand(zero, zero, Estimate(0.5, 0.0, gap.n)))
    values, others = (grid.values(*side, headline) for side in (one, other))
    difference = np.subtract(values, others, dtype=np.float64)
    return Change(gap.estimate, draw_band(difference, clusters.draw, clusters))
