"""When two branches are tied: the difference is within its error, small, or the draws do not agree on its sign."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from forecast.analysis.estimates import Estimate
from forecast.analysis.ties import Tie, ties
from forecast.decisions.replicates import Replicates

ONE_POINT = 1.0
"""One point of utility."""


@dataclass(frozen=True)
class Gap:
    """One branch minus another over the same members.

    low, high: band between draws (10% and 90%), without noise; NaN if there is none. ties: why the two are tied; empty
    if the difference is clear.
    """

    difference: Estimate
    low: Estimate
    high: Estimate
    ties: tuple[Tie, ...]

    @property
    def is_clear(self) -> bool:
        """Whether no reason makes it a tie."""
        return not self.ties

    def __neg__(self) -> "Gap":
        gap, low, high = (end._replace(value=0.0 - end.value) for end in (self.difference, self.high, self.low))
        return Gap(gap, low, high, self.ties)


def gap(difference: Estimate, low: Estimate, high: Estimate, clusters: int, point: float = ONE_POINT) -> Gap:
    """Judge a difference.

    Parameters
    ----------
    difference : Estimate
        The paired difference of the means.
    low, high : Estimate
        Ends of its band between draws.
    clusters : int
        Number of independent groups behind the error.
    point : float
        What counts as one point, in the unit of the difference.
    """
    return Gap(difference, low, high, ties(difference, low.value, high.value, clusters, point))


def tie_groups(order: Sequence[str], gaps: Mapping[tuple[str, str], Gap]) -> tuple[tuple[str, ...], ...]:
    """Sort branches into tie groups: no branch is clearly ahead of one of the first group, and so on with the rest.

    Parameters
    ----------
    order : sequence of str
        Branches, the highest mean first.
    gaps : mapping of (str, str) to Gap
        The difference of every pair.
    """
    groups, left = [], list(order)
    while left:
        free = [b for b in left if not any(a != b and _is_ahead(gaps[a, b]) for a in left)]
        groups.append(tuple(free))
        left = [b for b in left if b not in free]
    return tuple(groups)


def tied_with_best(found: Replicates, numbers: Sequence[int], clusters: int, point: float = ONE_POINT) -> list[int]:
    """Find the largest of some numbers and those that are tied with it: within two errors, or within one point.

    Parameters
    ----------
    found : Replicates
        Numbers with their replicates.
    numbers : sequence of int
        Positions of the numbers that are compared.
    clusters : int
        Number of independent groups behind the errors.
    point : float
        What counts as one point.

    Returns
    -------
    list of int
        Positions in `numbers`.
    """
    values = [found.value[number] for number in numbers]
    top = max(range(len(numbers)), key=lambda k: values[k])
    ahead = [gap(found.difference(numbers[top], number), _NO_END, _NO_END, clusters, point) for number in numbers]
    return [k for k, lead in enumerate(ahead) if k == top or not lead.is_clear]


_NO_END = Estimate(float("nan"), float("nan"), 0)


def _is_ahead(lead: Gap) -> bool:
    return lead.is_clear and lead.difference.value > 0.0
