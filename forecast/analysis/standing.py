"""Where one branch stands against each other one, outcome by outcome, without favour."""

from typing import NamedTuple

from forecast.analysis.branch_table import BranchTable
from forecast.analysis.estimates import Estimate, critical
from forecast.analysis.headlines import Headline
from forecast.analysis.members import Members


class Standing(NamedTuple):
    """Other branches that clearly have more of the outcome, clearly have less, and those too close to call."""

    headline: Headline
    more: tuple[str, ...]
    less: tuple[str, ...]
    close: tuple[str, ...]


def standings(members: Members, table: BranchTable, branch: str) -> list[Standing]:
    """One per headline outcome, by `clear` of the paired differences."""
    found = []
    for row in table.rows:
        own = row.headline.linear(members, branch)
        gaps = {
            other: (row.headline.linear(members, other) - own).estimate for other in table.branches if other != branch
        }
        found.append(
            Standing(
                row.headline,
                tuple(b for b, gap in gaps.items() if clear(gap, table.clusters) and gap.value > 0.0),
                tuple(b for b, gap in gaps.items() if clear(gap, table.clusters) and gap.value < 0.0),
                tuple(b for b, gap in gaps.items() if not clear(gap, table.clusters)),
            )
        )
    return found


def clear(difference: Estimate, clusters: int) -> bool:
    """Whether 0 lies outside the 95% interval of a difference, Student's t for the clusters behind its error.

    An unknown error or value is never clear.
    """
    return abs(difference.value) > critical(clusters) * difference.mcse
