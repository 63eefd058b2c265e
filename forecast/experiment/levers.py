"""A branch as rows of the kernel's `levers` and `donor_levers`: what it leaves out keeps the neutral default."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from forecast.config.levers import donor_lever_values, lever_values
from forecast.config.models import Experiment, PriorRef
from forecast.config.units import UnitError, factor_between
from forecast.errors import ConfigError
from forecast.experiment.rows import Row, row_of
from forecast_kernels.layout.column import Column
from forecast_kernels.layout.levers import DONOR_LEVERS, LEVERS


@dataclass(frozen=True)
class BranchLevers:
    """Sources of every lever row of a branch: levers[NL], donors[ND][NDL]."""

    levers: tuple[Row, ...]
    donors: tuple[tuple[Row, ...], ...]


def branch_levers(exp: Experiment, name: str) -> BranchLevers:
    """Resolve a branch. Raises ConfigError for an unknown branch or prior, or a prior in a unit that does not fit."""
    if name not in exp.branches:
        raise ConfigError.of(f"branches.{name}", f"unknown branch; there are {', '.join(exp.branches)}")
    branch = exp.branches[name]
    levers = _rows(exp, LEVERS, lever_values(branch), f"branches.{name}")
    donors = (
        _rows(exp, DONOR_LEVERS, donor_lever_values(branch, donor), f"branches.{name}, donor {donor}")
        for donor in exp.baseline.donors
    )
    return BranchLevers(levers, tuple(donors))


def _rows(
    exp: Experiment, layout: Sequence[Column], values: Mapping[str, float | PriorRef], where: str
) -> tuple[Row, ...]:
    return tuple(_row(exp, column, values[column.name], where) for column in layout)


def _row(exp: Experiment, column: Column, value: float | PriorRef, where: str) -> Row:
    if not isinstance(value, PriorRef):
        return Row(None, np.float32(value))
    prior = exp.priors.get(value.prior)
    if prior is None:
        raise ConfigError.of(where, f"'{column.name}' takes the unknown prior '{value.prior}'")
    try:
        return row_of(prior, factor_between(prior.unit, column.unit))
    except UnitError as error:
        raise ConfigError.of(where, f"'{column.name}' takes the prior '{value.prior}': {error}") from None
