"""Outcome columns as numbers whose means can be compared: chances, and reals with their tails drawn in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forecast.config import Experiment
from forecast.store.rules import Rows
from forecast.store.variables import Variable, member_variables

Floats = NDArray[np.float64]
Missing = NDArray[np.bool_]
BY_WEEK = 104
NORMAL_IQR = 1.349  # of a standard normal


@dataclass(frozen=True)
class Measure:
    """One outcome. chance: a probability; else asinh((x - centre)/scale), so that no far tail rules the mean.

    spread: its size without the sign. What moves some members up and others down by as much changes this and no mean.
    """

    name: str
    variable: Variable
    chance: bool
    centre: float = 0.0
    scale: float = 1.0
    spread: bool = False

    def of(self, rows: Rows) -> Floats:
        """f64[n], NaN where the outcome is missing (a share at a ceasefire that never came)."""
        values, missing = _column(self.variable, rows)
        if self.variable.kind == "week":  # a week that never comes is no late week: only the chance has a mean
            return ((values <= BY_WEEK) & ~missing).astype(np.float64)
        if not self.chance:
            values = np.arcsinh((values - self.centre) / self.scale)
            values = np.abs(values) if self.spread else values
        return np.where(missing, np.nan, values)


def measures(exp: Experiment, references: Sequence[Rows]) -> tuple[Measure, ...]:
    """All outcome columns of an experiment, success entries too, each real twice: level and spread.

    references: outcomes of every branch as it is. Centre and scale of a real are its median and its interquartile range
    over all branches.
    """
    return tuple(found for variable in member_variables(exp)[1:] for found in _of_column(variable, references))


def table(found: Sequence[Measure], rows: Rows) -> Floats:
    """f64[K, n], one row a measure."""
    return np.stack([measure.of(rows) for measure in found])


def _of_column(variable: Variable, references: Sequence[Rows]) -> Iterator[Measure]:
    if variable.kind == "week":
        yield Measure(f"{variable.name.removesuffix('_week')} by w{BY_WEEK}", variable, True)
    elif variable.kind == "flag":
        yield Measure(variable.name, variable, True)
    else:
        centre, scale = _place([_column(variable, rows) for rows in references])
        yield Measure(variable.name, variable, False, centre, scale)
        yield Measure(f"spread of {variable.name}", variable, False, centre, scale, True)


def _place(columns: Sequence[tuple[Floats, Missing]]) -> tuple[float, float]:
    known = np.concatenate([values[~missing] for values, missing in columns])
    if known.size == 0:
        return 0.0, 1.0
    low, centre, high = np.quantile(known, (0.25, 0.5, 0.75))
    return float(centre), (high - low) / NORMAL_IQR or float(np.std(known)) or 1.0


def _column(variable: Variable, rows: Rows) -> tuple[Floats, Missing]:
    assert variable.rule is not None
    values, missing = variable.rule.column(rows)
    return values.astype(np.float64), np.zeros(values.shape, np.bool_) if missing is None else missing
