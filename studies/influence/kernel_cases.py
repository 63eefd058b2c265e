"""Changes one input of an experiment, builds the kernel arrays of a branch, and runs the kernel on them."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from forecast.config import Experiment, Prior, with_members
from forecast.config.binding import KernelRow as BoundRow
from forecast.config.binding import kernel_rows as bound_rows
from forecast.config.limits import NOT_NEGATIVE, POSITIVE, SHARES
from forecast.config.parts import Facts
from forecast.config.prior import Fixed
from forecast.experiment.distributions import constant, is_fixed, quantile
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

QUANTILES = (0.1, 0.9)
FACTORS = (0.8, 1.25)
STEP = 0.1
LAYOUTS: dict[str, tuple[Column, ...]] = {
    "params": PARAMETERS,
    "donors": DONOR_PARAMETERS,
    "levers": LEVERS,
    "donor_levers": DONOR_LEVERS,
}
"""Names of the rows of each array of a case. No name occurs in two arrays."""


class Ends(NamedTuple):
    """Low and high value of an input, in its own unit."""

    low: float
    high: float


def independent(exp: Experiment, members: int) -> Experiment:
    """Return the experiment with `members` independent draws of one replicate each, so that every member is a cluster.

    Scrambled Sobol points have 16 clusters whatever their number. These are too few to judge thousands of differences
    at once.
    """
    design = exp.design.model_copy(update={"layout": "mc", "draws": members, "replicates": 1, "members": None})
    return with_members(exp.model_copy(update={"design": design}), members)


def rows_of_inputs(exp: Experiment) -> dict[str, BoundRow]:
    """Return the kernel row of each input that sets one, by name of the input."""
    base = exp.baseline
    rows = bound_rows(Facts(base.date, base.defender, base.attacker, tuple(base.donors), exp.horizon))
    return {prior.name: rows[prior.sets] for prior in exp.priors.values() if prior.sets is not None}


def ends(prior: Prior, row: BoundRow | None) -> Ends:
    """Return the 10% and 90% quantiles of a drawn input, or 0.8 and 1.25 times the value of a fixed input.

    For a fixed yes or no the ends are no and yes. For a fixed 0 they are -0.1 and 0.1 in the unit of the row. Ends stay
    within the range of the row.
    """
    if not is_fixed(prior):
        low, high = quantile(prior, np.array(QUANTILES))
        return Ends(float(low), float(high))
    value = float(constant(prior)) * prior.factor
    name = row.column.name if row else ""
    if row is not None and row.column.meaning.startswith("whether"):
        low, high = 0.0, 1.0
    elif value == 0.0:
        low, high = -STEP, STEP
    else:
        low, high = sorted(value * factor for factor in FACTORS)
    if name in SHARES:
        high = min(high, 1.0)
    if name in SHARES | NOT_NEGATIVE | POSITIVE or row is None:
        low = max(low, 0.0)
    return Ends(low / prior.factor, high / prior.factor)


def with_input_at(exp: Experiment, name: str, value: float) -> Experiment:
    """Return the experiment with one input fixed at a value. All other inputs keep their draws.

    Parameters
    ----------
    exp : Experiment
        The experiment.
    name : str
        Name of the input.
    value : float
        The value, in the unit of the input.
    """
    changed = exp.priors[name].model_copy(update={"distribution": Fixed(value=value)})
    return exp.model_copy(update={"priors": {**exp.priors, name: changed}})


@dataclass(frozen=True)
class Case:
    """Kernel arrays of one branch.

    Attributes
    ----------
    params : float32[n_params, n]
        Parameters.
    donors : float32[n_donors, n_donor_params, n]
        Parameters of the donors.
    levers : float32[n_levers, n]
        Levers of the branch.
    donor_levers : float32[n_donors, n_donor_levers, n]
        Levers of the donors.
    """

    params: Floats
    donors: Floats
    levers: Floats
    donor_levers: Floats

    def equals(self, other: "Case") -> bool:
        """Return whether all arrays of both cases are equal."""
        return all(np.array_equal(getattr(self, f.name), getattr(other, f.name)) for f in fields(self))

    def with_rows(self, values: Mapping[str, float]) -> "Case":
        """Return a copy with these rows at one value each. A row of donors is set for every donor."""
        copies = {f.name: getattr(self, f.name).copy() for f in fields(self)}
        for name, value in values.items():
            array, index = row_index(name)
            copies[array][..., index, :] = value
        return Case(**copies)


def row_index(name: str) -> tuple[str, int]:
    """Return the name of the array that holds a kernel row, and the index of the row in it.

    Raises
    ------
    KeyError
        If there is no such row.
    """
    for array, layout in LAYOUTS.items():
        for index, column in enumerate(layout):
            if column.name == name:
                return array, index
    raise KeyError(f"the kernel has no row '{name}'")


class CaseSource:
    """Makes the kernel arrays of an experiment's branches from columns of draws."""

    def __init__(self, exp: Experiment) -> None:
        self._rows = Binding.from_experiment(exp)
        self._levers = {branch: branch_levers(exp, branch) for branch in exp.branches}

    def case(self, branch: str, columns: Columns, n: int) -> Case:
        """Build the kernel arrays of one branch.

        Parameters
        ----------
        branch : str
            The branch.
        columns : dict of float32[n]
            Values of each drawn input, by name.
        n : int
            Members.
        """
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


class CaseOutcome(NamedTuple):
    """The output of the kernel for one case.

    Attributes
    ----------
    rows : Rows
        Outcomes of each member.
    hist, regimes : uint32 arrays
        Weekly counts of all members: histograms and regimes.
    """

    rows: Rows
    hist: NDArray[np.uint32]
    regimes: NDArray[np.uint32]

    def changed_members(self, other: "CaseOutcome") -> NDArray[np.bool_]:
        """Return the members with an outcome that differs, bool[n]."""
        outcomes = np.any(self.rows.out != other.rows.out, axis=0)
        return np.asarray(outcomes | np.any(self.rows.donor_out != other.rows.donor_out, axis=0))

    def same_series(self, other: "CaseOutcome") -> bool:
        """Return whether the weekly counts of both are equal."""
        return np.array_equal(self.hist, other.hist) and np.array_equal(self.regimes, other.regimes)


class _FixedSampler:
    """Stands in for a sampler and returns the arrays of one case."""

    def __init__(self, case: Case) -> None:
        self._case = case

    def inputs(self, lo: int, hi: int) -> Inputs:
        return Inputs(lo, hi, self._case.params, self._case.donors, {})

    def levers(self, branch: str, inputs: Inputs) -> tuple[Floats, Floats]:
        return self._case.levers, self._case.donor_levers

    def pieces(self, lo: int, hi: int) -> list[tuple[int, int]]:
        return [(lo, hi)]

    def noise(self, member: int) -> int:
        return member


def run_case(kernel: Kernel, branch: str, case: Case) -> CaseOutcome:
    """Run the kernel for all members of a case. Several threads may call it at once.

    Parameters
    ----------
    kernel : Kernel
        The kernel with what is not in the case: sectors, fitted values and seed.
    branch : str
        Branch of the case.
    case : Case
        The arrays.
    """
    exp = kernel.exp.model_copy(update={"branches": {branch: kernel.exp.branches[branch]}})
    sampler = cast("Sampler", _FixedSampler(case))
    block = replace(kernel, exp=exp, sampler=sampler).compute(0, case.params.shape[1]).branches[branch]
    return CaseOutcome(Rows(block.out, block.donor_out, exp.horizon), block.hist, block.regimes)
