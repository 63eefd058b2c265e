"""Turns outcome columns into numbers whose means can be compared. Long tails are compressed."""

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
class OutcomeMeasure:
    """One outcome as a number.

    Attributes
    ----------
    name, variable : str, Variable
        Name on the page, and the outcome column.
    chance : bool
        Whether the number is a probability. Else it is asinh((x - centre)/scale), which compresses long tails.
    centre, scale : float
        Centre and scale of the asinh transformation, in the unit of the outcome.
    spread : bool
        The distance from the centre, without the sign. A change that moves some members up and others down by as much
        changes the spread but not the mean.
    """

    name: str
    variable: Variable
    chance: bool
    centre: float = 0.0
    scale: float = 1.0
    spread: bool = False

    def values(self, rows: Rows) -> Floats:
        """Return the number of each member, float64[n], or NaN if the outcome is missing."""
        values, missing = _column(self.variable, rows)
        if self.variable.kind == "week":  # an event that never comes is not a late event: only its chance has a mean
            return ((values <= BY_WEEK) & ~missing).astype(np.float64)
        if not self.chance:
            values = np.arcsinh((values - self.centre) / self.scale)
            values = np.abs(values) if self.spread else values
        return np.where(missing, np.nan, values)


def outcome_measures(exp: Experiment, references: Sequence[Rows]) -> tuple[OutcomeMeasure, ...]:
    """Return the measures of all outcome columns of an experiment and of its success entries.

    A real outcome gives two measures: its level and its spread. `references` has the outcomes of every branch of
    the unchanged experiment. Centre and scale are the median and interquartile range of all branches together.
    """
    return tuple(measure for variable in member_variables(exp)[1:] for measure in _of_column(variable, references))


def measure_table(measures: Sequence[OutcomeMeasure], rows: Rows) -> Floats:
    """Return the values of all measures, float64[n_measures, n]."""
    return np.stack([measure.values(rows) for measure in measures])


def _of_column(variable: Variable, references: Sequence[Rows]) -> Iterator[OutcomeMeasure]:
    if variable.kind == "week":
        yield OutcomeMeasure(f"{variable.name.removesuffix('_week')} by w{BY_WEEK}", variable, True)
    elif variable.kind == "flag":
        yield OutcomeMeasure(variable.name, variable, True)
    else:
        centre, scale = _centre_and_scale([_column(variable, rows) for rows in references])
        yield OutcomeMeasure(variable.name, variable, False, centre, scale)
        yield OutcomeMeasure(f"spread of {variable.name}", variable, False, centre, scale, True)


def _centre_and_scale(columns: Sequence[tuple[Floats, Missing]]) -> tuple[float, float]:
    known = np.concatenate([values[~missing] for values, missing in columns])
    if known.size == 0:
        return 0.0, 1.0
    low, centre, high = np.quantile(known, (0.25, 0.5, 0.75))
    return float(centre), (high - low) / NORMAL_IQR or float(np.std(known)) or 1.0


def _column(variable: Variable, rows: Rows) -> tuple[Floats, Missing]:
    assert variable.rule is not None
    values, missing = variable.rule.column(rows)
    return values.astype(np.float64), np.zeros(values.shape, np.bool_) if missing is None else missing
