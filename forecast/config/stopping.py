"""The stopping rule of a run: how precise which estimates have to be, and the largest number of members."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import Field

from forecast.config.fields import Number
from forecast.config.outcomes import Quantity
from forecast.config.prior import Model

LEAST_DRAWS = 256
"""Draws of the earliest check: below it too few draws stand behind a standard error."""

CEASEFIRE_WEEKS = (13, 26, 52, 104)
PACKAGE_WEEKS = (52, 104)
BY_WEEK = 104

_DIFFERENCE = re.compile(r"\s*([a-z][a-z0-9_]*)\s*-\s*([a-z][a-z0-9_]*)\s*")


class Precision(Model):
    """How precise an estimate has to be."""

    mcse: Number = Field(
        gt=0,
        description="largest Monte Carlo standard error, in the unit of the outcome (a probability: 0.002), above 0",
    )


class Asked(Model):
    """One thing that the rule asks for. Without branches it holds for every branch."""

    outcome: str
    mcse: float
    branch: str | None = None
    minus: str | None = None

    @property
    def difference(self) -> str | None:
        """The difference as a key of the config, `A - B`; None for an outcome of every branch."""
        return None if self.branch is None else f"{self.branch} - {self.minus}"


class Stopping(Model):
    """When a run has members enough. It is checked at powers of two of the draws, from `first_check` on."""

    asked: tuple[Asked, ...]
    max_members: int

    @property
    def written(self) -> dict[str, Any]:
        """The rule in the form of a config."""
        content: dict[str, Any] = {}
        for item in self.asked:
            within = content if item.difference is None else content.setdefault(item.difference, {})
            within[item.outcome] = {"mcse": item.mcse}
        return content | {"max_members": self.max_members}


def split_difference(key: str) -> tuple[str, str] | None:
    """Read `A - B`, the difference of two branches; None if the key is not written so."""
    found = _DIFFERENCE.fullmatch(key)
    return None if found is None else (found[1], found[2])


def first_check(draws: int) -> int:
    """Draws of the first check: the first power of two that is at least `design.draws` and `LEAST_DRAWS`."""
    return 1 << (max(draws, LEAST_DRAWS) - 1).bit_length()


def checked_draws(draws: int, replicates: int, max_members: int) -> Iterator[int]:
    """Yield the numbers of draws at which a run is checked: powers of two with at most `max_members` members.

    Parameters
    ----------
    draws, replicates : int
        `design.draws` and `design.replicates` of the config.
    max_members : int
        Largest number of members.
    """
    number = first_check(draws)
    while number * replicates <= max_members:
        yield number
        number *= 2


def stoppable(columns: Mapping[str, Quantity], success: Iterable[str]) -> dict[str, Quantity]:
    """Return what a rule may name: outcomes that every member has, so that all members stand behind each estimate.

    Parameters
    ----------
    columns : mapping of str to Quantity
        Result columns, from `forecast.config.outcomes.quantities`. If empty, the result is empty.
    success : iterable of str
        Names of the success outcomes.
    """
    if not columns:
        return {}
    known = {name: quantity for name, quantity in columns.items() if not quantity.nullable}
    events = [("ceasefire", week) for week in CEASEFIRE_WEEKS] + [("package_signed", week) for week in PACKAGE_WEEKS]
    events += [("agreement", BY_WEEK)]
    events += [(name.removesuffix("_week"), BY_WEEK) for name in columns if name.startswith("collapse_") and
               name.endswith("_week")]  # fmt: skip
    known |= {f"{event}_by_w{week}": Quantity("1", flag=True, needs=week) for event, week in events}
    return known | {name: Quantity("1", flag=True) for name in success}
