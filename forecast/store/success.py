"""Turns the success entries of a config into columns. An entry is a list of conditions that must all hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from forecast.store.registry import Variable
from forecast.store.rules import ColumnValues, Mask, Rows

if TYPE_CHECKING:
    from forecast.config.models import Condition, Success


@dataclass(frozen=True)
class Holds:
    """Computes whether every condition of an entry holds. If a quantity is missing, its condition does not hold."""

    entry: "Success"
    quantities: Mapping[str, Variable]

    def column(self, rows: Rows) -> ColumnValues:
        met = np.ones(rows.out.shape[1], dtype=np.bool_)
        for condition in self.entry.all:
            met &= _met(condition, self.quantities[condition.quantity], rows)
        return ColumnValues(met)

    @property
    def derivation(self) -> str:
        return " and ".join(f"`{condition.quantity}`" for condition in self.entry.all)

    @property
    def needs(self) -> int:
        """Minimum horizon, in weeks, at which all conditions can be decided for every member."""
        weeks = [self.quantities[condition.quantity].needs for condition in self.entry.all]
        latest: dict[str, float] = {}
        for condition in self.entry.all:
            if self.quantities[condition.quantity].kind == "week":
                ends = [end for end in (condition.at_least, condition.at_most) if end is not None]
                latest[condition.quantity] = max([*ends, latest.get(condition.quantity, 0.0)])
        if "peace_weeks" in latest:
            latest["peace_weeks"] += latest.get("ceasefire_week", 0.0)
        return int(np.ceil(max([*weeks, *latest.values()])))


def _met(condition: "Condition", quantity: Variable, rows: Rows) -> Mask:
    assert quantity.rule is not None
    column = quantity.rule.column(rows)
    values = column.values
    if condition.is_ is not None:
        met: Mask = values == condition.is_
    else:
        met = np.ones(values.shape, dtype=np.bool_)
        if condition.at_least is not None:
            met &= values >= np.float32(condition.at_least)
        if condition.at_most is not None:
            met &= values <= np.float32(condition.at_most)
    return met if column.missing is None else met & ~column.missing


def success_variable(name: str, entry: "Success", quantities: Mapping[str, Variable]) -> Variable:
    """Return the column of a success entry.

    Parameters
    ----------
    name : str
        Name of the column.
    entry : Success
        The entry with its conditions.
    quantities : Mapping[str, Variable]
        Quantities that a condition may use, by name.
    """
    rule = Holds(entry, quantities)
    meaning = entry.about or f"whether all conditions on {rule.derivation.replace('`', '')} hold"
    return Variable(name, "1", meaning, "flag", "members", rule, rule.needs)
