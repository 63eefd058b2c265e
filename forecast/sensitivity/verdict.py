"""Which indices stand out from nothing, and which of them can be told apart."""

from collections.abc import Sequence

from forecast.analysis.estimates import Estimate
from forecast.sensitivity.given_data import InputResult
from forecast.sensitivity.outcomes import GROUPS
from forecast.sensitivity.pawn import FALSE_ALARM, Noise

POINT = 0.01
"""Indices below this are called small, however clear they are."""

TOO_CLOSE = 2.0
"""Standard errors of a difference below which two indices are not ranked."""


def stands_out(index: Estimate, count: int) -> bool:
    """Whether an index is clearly above 0, when `count` indices are looked at.

    The limit is that of Student's t with 15 degrees of freedom, since errors are from 16 groups of draws: chance puts
    any of `count` indices of 0 above it in one analysis out of twenty.
    """
    from forecast.compat.scipy_special import stdtrit

    reach = float(stdtrit(GROUPS - 1, 1.0 - FALSE_ALARM / max(1, count)))
    return index.value > reach * index.mcse and index.value > 0.0


def is_influential(row: InputResult, noise: Noise, count: int) -> bool:
    """Whether an input stands out by its first-order index or, with two errors to spare, by PAWN.

    Parameters
    ----------
    row : InputResult
        The input.
    noise : Noise
        PAWN of inputs without influence.
    count : int
        Number of inputs that are looked at.
    """
    return stands_out(row.first_order, count) or row.pawn.value - TOO_CLOSE * row.pawn.mcse > noise.high


def tiers(indices: Sequence[Estimate]) -> list[int]:
    """Number the tiers of indices that are sorted from the highest: those in one tier are too close to rank.

    An index begins a new tier if it is more than two errors of the difference, and more than a point, below the first
    of its tier.
    """
    found: list[int] = []
    first: Estimate | None = None
    for index in indices:
        if first is None:
            first = index
            found.append(0)
            continue
        error = (first.mcse**2 + index.mcse**2) ** 0.5
        apart = first.value - index.value > max(TOO_CLOSE * error, POINT)
        found.append(found[-1] + apart)
        first = index if apart else first
    return found
