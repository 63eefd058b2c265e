"""Fills the rows of the kernel's input arrays. A row is a drawn prior times a factor, or a constant.

ND is the number of donors, NP and NDP the number of parameter rows and of those of a donor, NL and NDL of lever rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from forecast.config.binding import kernel_rows
from forecast.config.levers import donor_lever_values, lever_values
from forecast.config.models import Experiment, Prior, PriorRef
from forecast.config.parts import Facts
from forecast.config.prior import Fixed
from forecast.config.switches import QUANTILES
from forecast.config.units import UnitError, factor_between
from forecast.errors import ConfigError, Problem
from forecast.experiment.distributions import constant, is_fixed, quantile
from forecast_kernels.layout.column import Column
from forecast_kernels.layout.donors import DONOR_PARAMETERS
from forecast_kernels.layout.levers import DONOR_LEVERS, LEVERS
from forecast_kernels.layout.parameters import PARAMETERS


class RowSource(NamedTuple):
    """Source of a kernel row: the draws of `prior` times `value`, or the constant `value` if `prior` is None."""

    prior: str | None
    value: np.float32


def source_of(prior: Prior, factor: float) -> RowSource:
    """Return the source of a row that a prior fills. `factor` converts the prior's unit to the unit of the row.

    The product is computed in float32, so that a stored draw gives exactly the number that the kernel got.
    """
    single = np.float32(factor)
    return RowSource(None, constant(prior) * single) if is_fixed(prior) else RowSource(prior.name, single)


def fill(rows: Sequence[RowSource], columns: Mapping[str, NDArray[np.float32]], out: NDArray[np.float32]) -> None:
    """Fill an array of the kernel from the draws.

    Parameters
    ----------
    rows : sequence of RowSource
        Source of each row of `out`, in order.
    columns : mapping of str to float32[n]
        Draws by prior, in the prior's unit. A missing prior raises KeyError.
    out : float32[len(rows), n]
        The array that is filled.
    """
    for target, (prior, value) in zip(out, rows, strict=True):
        if prior is None:
            target[:] = value
        else:
            np.multiply(columns[prior], value, out=target)


@dataclass(frozen=True)
class Binding:
    """Sources of every parameter row, with the switches applied: params[NP], donors[ND][NDP]."""

    params: tuple[RowSource, ...]
    donors: tuple[tuple[RowSource, ...], ...]

    @classmethod
    def from_experiment(cls, exp: Experiment) -> "Binding":
        """Bind every row to one prior, or to its neutral value if it has one.

        A config loaded from a file has passed these checks already. They are for experiments made in a program.

        Raises
        ------
        ConfigError
            If a row is unknown, missing or set twice; the message names all such rows.
        """
        base = exp.baseline
        known = kernel_rows(Facts(base.date, base.defender, base.attacker, tuple(base.donors), exp.horizon))
        setters: dict[str, Prior] = {}
        problems: list[Problem] = []
        for prior in settled(exp).values():
            if prior.sets is None:
                continue
            row = known.get(prior.sets)
            if row is None:
                problems.append(Problem(f"priors.{prior.name}.sets", f"unknown kernel row '{prior.sets}'"))
            elif (first := setters.setdefault(row.name, prior)) is not prior:
                message = f"'{row.name}' is already set by '{first.name}'; remove one of them"
                problems.append(Problem(f"priors.{prior.name}.sets", message))
        missing = [row.name for name, row in known.items() if name == row.name and name not in setters and row.needed]
        problems += [Problem("priors", f"no entry sets the kernel row '{name}'") for name in missing]
        if problems:
            raise ConfigError(problems)
        sources = {(known[name].donor, known[name].column.name): prior for name, prior in setters.items()}
        donors = (_parameter_rows(DONOR_PARAMETERS, sources, number) for number in range(len(base.donors)))
        return cls(_switched(_parameter_rows(PARAMETERS, sources, None), exp.switches.rows), tuple(donors))


def settled(exp: Experiment) -> dict[str, Prior]:
    """Return the priors by name; those under `switches.inputs` stand at an end. Draws are still made from exp.priors.

    Raises
    ------
    ConfigError
        If an input is unknown or has a single value.
    """
    priors = dict(exp.priors)
    for name, end in exp.switches.inputs.items():
        if name not in priors or is_fixed(priors[name]):
            raise ConfigError.of(f"switches.inputs.{name}", "is not an uncertain input")
        value = quantile(priors[name], np.array([QUANTILES[end]]))[0]
        priors[name] = priors[name].model_copy(update={"distribution": Fixed(value=float(value))})
    return priors


def _parameter_rows(
    layout: Sequence[Column], sources: dict[tuple[int | None, str], Prior], donor: int | None
) -> tuple[RowSource, ...]:
    priors = ((column, sources.get((donor, column.name))) for column in layout)
    return tuple(
        RowSource(None, np.float32(column.default)) if prior is None else source_of(prior, prior.factor)
        for column, prior in priors
    )


def _switched(params: tuple[RowSource, ...], constants: Mapping[str, float]) -> tuple[RowSource, ...]:
    """Put the constants of the switches in place of priors. All priors are still drawn, so no other draw changes."""
    rows = dict(zip((column.name for column in PARAMETERS), params, strict=True))
    rows |= {name: RowSource(None, np.float32(number)) for name, number in constants.items()}
    return tuple(rows.values())


@dataclass(frozen=True)
class BranchLevers:
    """Sources of every lever row of a branch: levers[NL], donors[ND][NDL]."""

    levers: tuple[RowSource, ...]
    donors: tuple[tuple[RowSource, ...], ...]


def branch_levers(exp: Experiment, name: str) -> BranchLevers:
    """Return the sources of the levers of one branch. A key that the branch leaves out gives the neutral value.

    Raises
    ------
    ConfigError
        If the branch or a prior that it names is unknown, or a prior is in a unit that does not fit.
    """
    if name not in exp.branches:
        raise ConfigError.of(f"branches.{name}", f"unknown branch; there are {', '.join(exp.branches)}")
    branch, priors = exp.branches[name], settled(exp)
    levers = _lever_rows(priors, LEVERS, lever_values(branch), f"branches.{name}")
    donors = (
        _lever_rows(priors, DONOR_LEVERS, donor_lever_values(branch, donor), f"branches.{name}, donor {donor}")
        for donor in exp.baseline.donors
    )
    return BranchLevers(levers, tuple(donors))


def _lever_rows(
    priors: Mapping[str, Prior], layout: Sequence[Column], values: Mapping[str, float | PriorRef], where: str
) -> tuple[RowSource, ...]:
    return tuple(_lever_row(priors, column, values[column.name], where) for column in layout)


def _lever_row(priors: Mapping[str, Prior], column: Column, value: float | PriorRef, where: str) -> RowSource:
    if not isinstance(value, PriorRef):
        return RowSource(None, np.float32(value))
    prior = priors.get(value.prior)
    if prior is None:
        raise ConfigError.of(where, f"'{column.name}' takes the unknown prior '{value.prior}'")
    try:
        return source_of(prior, factor_between(prior.unit, column.unit))
    except UnitError as error:
        raise ConfigError.of(where, f"'{column.name}' takes the prior '{value.prior}': {error}") from None
