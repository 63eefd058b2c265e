"""Kernel arrays of one branch, and the kernel run on them."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from forecast.config import Experiment
from forecast.experiment.inputs import Inputs, Sampler
from forecast.experiment.rows import Binding, RowSource, branch_levers, fill
from forecast.runner.kernel import Kernel
from forecast.store.rules import Rows
from forecast_kernels.layout.column import Column
from forecast_kernels.layout.donors import DONOR_PARAMETERS
from forecast_kernels.layout.levers import DONOR_LEVERS, LEVERS
from forecast_kernels.layout.parameters import PARAMETERS

Floats = NDArray[np.float32]
Columns = Mapping[str, Floats]

LAYOUTS: dict[str, tuple[Column, ...]] = {
    "params": PARAMETERS,
    "donors": DONOR_PARAMETERS,
    "levers": LEVERS,
    "donor_levers": DONOR_LEVERS,
}
"""Rows of each array of a case. No name stands in two of them."""


@dataclass(frozen=True)
class Case:
    """params f32[NP, n], donors f32[ND, NDP, n], levers f32[NL, n], donor_levers f32[ND, NDL, n]."""

    params: Floats
    donors: Floats
    levers: Floats
    donor_levers: Floats

    def equals(self, other: "Case") -> bool:
        """Whether the kernel cannot tell the two apart."""
        return all(np.array_equal(getattr(self, f.name), getattr(other, f.name)) for f in fields(self))

    def with_rows(self, values: Mapping[str, float]) -> "Case":
        """A copy with these rows at one value, for every donor where a row is a donor's. Raises KeyError."""
        copies = {f.name: getattr(self, f.name).copy() for f in fields(self)}
        for name, value in values.items():
            array, index = place(name)
            copies[array][..., index, :] = value
        return Case(**copies)


def place(name: str) -> tuple[str, int]:
    """Array and number of a kernel row. Raises KeyError if there is no such row."""
    for array, layout in LAYOUTS.items():
        for index, column in enumerate(layout):
            if column.name == name:
                return array, index
    raise KeyError(f"the kernel has no row '{name}'")


class Sources:
    """Where every kernel row of an experiment comes from. Raises ConfigError where a row is not set exactly once."""

    def __init__(self, exp: Experiment) -> None:
        self._rows = Binding.from_experiment(exp)
        self._levers = {branch: branch_levers(exp, branch) for branch in exp.branches}

    def case(self, branch: str, columns: Columns, n: int) -> Case:
        """Arrays of a branch; columns: name of each drawn input -> f32[n]."""
        levers = self._levers[branch]
        return Case(
            _filled(self._rows.params, columns, n),
            np.stack([_filled(rows, columns, n) for rows in self._rows.donors]),
            _filled(levers.levers, columns, n),
            np.stack([_filled(rows, columns, n) for rows in levers.donors]),
        )


def _filled(rows: tuple[RowSource, ...], columns: Columns, n: int) -> Floats:
    out = np.empty((len(rows), n), np.float32)
    fill(rows, columns, out)
    return out


class Result(NamedTuple):
    """rows: outcomes by member. hist, regimes: the weekly counts of all members."""

    rows: Rows
    hist: NDArray[np.uint32]
    regimes: NDArray[np.uint32]

    def moved(self, other: "Result") -> NDArray[np.bool_]:
        """bool[n]: members with any outcome of the kernel that differs."""
        outcomes = np.any(self.rows.out != other.rows.out, axis=0)
        return np.asarray(outcomes | np.any(self.rows.donor_out != other.rows.donor_out, axis=0))

    def same_series(self, other: "Result") -> bool:
        """Whether the weekly counts agree too."""
        return np.array_equal(self.hist, other.hist) and np.array_equal(self.regimes, other.regimes)


class Given:
    """Arrays of one case in place of a sampler."""

    def __init__(self, case: Case) -> None:
        self._case = case

    def inputs(self, lo: int, hi: int) -> Inputs:
        """The case's rows; lo, hi: all its members."""
        return Inputs(lo, hi, self._case.params, self._case.donors, {})

    def levers(self, branch: str, inputs: Inputs) -> tuple[Floats, Floats]:
        """The case's levers."""
        return self._case.levers, self._case.donor_levers


def run(kernel: Kernel, branch: str, case: Case) -> Result:
    """Members 0 .. n-1 of a case of `branch`, with whatever else the kernel of the run holds. Safe for threads."""
    exp = kernel.exp.model_copy(update={"branches": {branch: kernel.exp.branches[branch]}})
    given = cast("Sampler", Given(case))
    block = replace(kernel, exp=exp, sampler=given).compute(0, case.params.shape[1]).branches[branch]
    return Result(Rows(block.out, block.donor_out, exp.horizon), block.hist, block.regimes)
