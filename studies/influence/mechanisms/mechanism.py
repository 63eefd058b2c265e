"""A mechanism and the kernel rows at which it is off: no term, no event, no response."""

from collections.abc import Mapping
from typing import NamedTuple

NO_TIME = 1.0e9
"""A half-life or a lag so long that nothing moves."""


class Mechanism(NamedTuple):
    """off: kernel row to the value without the mechanism, for every donor where the row is a donor's."""

    name: str
    off: Mapping[str, float]


def off(name: str, *rows: str, value: float = 0.0) -> Mechanism:
    """A mechanism that is off where all its rows are at one value."""
    return Mechanism(name, dict.fromkeys(rows, value))
