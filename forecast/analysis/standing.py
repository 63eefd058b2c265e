"""Where one branch stands against each other one, outcome by outcome, without favour."""

from typing import NamedTuple

from forecast.analysis.branch_table import BranchTable
from forecast.analysis.estimates import Estimate
from forecast.analysis.headlines import Headline
from forecast.analysis.members import Members

CLEAR = 2.0


class Standing(NamedTuple):
    """Other branches that clearly have more of the outcome, clearly have less, and those too close to call."""

    headline: Headline
    more: tuple[str, ...]
    less: tuple[str, ...]
    close: tuple[str, ...]


def standings(members: Members, table: BranchTable, branch: str) -> list[Standing]:
    """One per headline outcome. Clear: the paired difference is more than two standard errors from 0."""
    found = []
    for row in table.rows:
        own = row.headline.linear(members, branch)
        gaps = {
            other: (row.headline.linear(members, other) - own).estimate for other in table.branches if other != branch
        }
        found.append(
            Standing(
                row.headline,
                tuple(b for b, gap in gaps.items() if clear(gap) and gap.value > 0.0),
                tuple(b for b, gap in gaps.items() if clear(gap) and gap.value < 0.0),
                tuple(b for b, gap in gaps.items() if not clear(gap)),
            )
        )
    return found


def clear(difference: Estimate) -> bool:
    """Whether a difference is more than two standard errors from 0; an unknown error or value is never clear."""
    return abs(difference.value) > CLEAR * difference.mcse
