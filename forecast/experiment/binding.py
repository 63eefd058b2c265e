"""Which prior fills which row of the kernel's `params` and `donors`: the `sets` entries, resolved once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from forecast.config import binding as names
from forecast.config.models import Experiment, Prior
from forecast.config.parts import Facts
from forecast.errors import ConfigError, Problem
from forecast.experiment.rows import Row, row_of
from forecast_kernels.layout.column import Column
from forecast_kernels.layout.donors import DONOR_PARAMETERS
from forecast_kernels.layout.parameters import PARAMETERS


@dataclass(frozen=True)
class Binding:
    """Sources of every row, switches applied: params[NP], donors[ND][NDP]."""

    params: tuple[Row, ...]
    donors: tuple[tuple[Row, ...], ...]

    @classmethod
    def from_experiment(cls, exp: Experiment) -> "Binding":
        """Bind every row to one prior, or to its neutral value if it has one.

        Raises ConfigError naming each unknown, missing or doubly set row.

        A loaded config has been checked already, with positions; this also covers an experiment made in a program.
        """
        base = exp.baseline
        known = names.rows(Facts(base.date, base.defender, base.attacker, tuple(base.donors), exp.horizon))
        setters: dict[str, Prior] = {}
        problems: list[Problem] = []
        for prior in exp.priors.values():
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
        donors = (_rows(DONOR_PARAMETERS, sources, number) for number in range(len(base.donors)))
        return cls(_replaced(_rows(PARAMETERS, sources, None), exp.switches.rows), tuple(donors))


def _replaced(params: tuple[Row, ...], constants: Mapping[str, float]) -> tuple[Row, ...]:
    """What the switches put in place of a prior; the prior is drawn all the same, so no other draw moves."""
    rows = dict(zip((column.name for column in PARAMETERS), params, strict=True))
    rows |= {name: Row(None, np.float32(number)) for name, number in constants.items()}
    return tuple(rows.values())


def _rows(layout: Sequence[Column], sources: dict[tuple[int | None, str], Prior], donor: int | None) -> tuple[Row, ...]:
    return tuple(_row(column, sources.get((donor, column.name))) for column in layout)


def _row(column: Column, prior: Prior | None) -> Row:
    return Row(None, np.float32(column.default)) if prior is None else row_of(prior, prior.factor)
