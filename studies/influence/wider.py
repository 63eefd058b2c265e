"""What moves nothing in one experiment, looked at again in another that has other branches."""

from collections.abc import Iterator

from studies.influence import cells
from studies.influence.shifts import Verdict
from studies.influence.study import Influence

MOVES = "moves"


def inert(found: Influence) -> list[str]:
    """Names of the inputs and mechanisms that move nothing."""
    names = [item.prior.name for item in found.inputs if item.verdict.inert]
    return names + [item.mechanism.name for item in found.mechanisms if item.verdict.inert]


def rows(found: Influence) -> Iterator[tuple[str, ...]]:
    """Cells of one line for each input and mechanism: name, finding, surest difference and its errors."""
    for item in found.inputs:
        yield f"`{item.prior.name}`", *_cells(item.verdict)
    for removed in found.mechanisms:
        yield removed.mechanism.name, *_cells(removed.verdict)


def _cells(verdict: Verdict) -> tuple[str, ...]:
    finding = MOVES if verdict.beyond else cells.finding(verdict)
    _, _, surest, errors = cells.lost(verdict)
    return finding, surest, errors
