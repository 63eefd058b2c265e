"""The sampler of a run. It computes the draws and the kernel's input arrays of any range of members.

A draw is one vector of uncertain inputs; each of its members has the same inputs and other random events.
"""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from forecast.config.models import Experiment
from forecast.errors import ConfigError
from forecast.experiment.designs import UnitCube, lay_out, prior_key
from forecast.experiment.distributions import is_fixed, quantile
from forecast.experiment.input_groups import group_numbers
from forecast.experiment.rows import Binding, branch_levers, fill
from forecast_kernels.layout.donors import N_DONOR_PARAMETERS
from forecast_kernels.layout.levers import N_DONOR_LEVERS, N_LEVERS
from forecast_kernels.layout.parameters import N_PARAMETERS

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Inputs:
    """Kernel inputs of members lo .. hi-1. All arrays are C-contiguous; n = hi - lo.

    Attributes
    ----------
    lo, hi : int
        First member, and the member after the last.
    params : float32[n_parameters, n]
        Parameter rows in the units of the kernel.
    donors : float32[n_donors, n_donor_parameters, n]
        Parameter rows of each donor.
    columns : mapping of str to float32[n]
        Drawn priors by name, one value per member, in the unit of the prior.
    draws : mapping of str to float32[n_draws]
        Drawn priors by name, one value for each draw of these members, in order.
    """

    lo: int
    hi: int
    params: Floats
    donors: Floats
    columns: Mapping[str, Floats]
    draws: Mapping[str, Floats] = field(default_factory=dict)


class Sampler:
    """Computes draws and kernel rows of an experiment. It never changes after it is built, so threads may share it."""

    def __init__(self, exp: Experiment) -> None:
        """Bind priors and branches to kernel rows, and lay out the design.

        Raises
        ------
        ConfigError
            If a row is not set exactly once, a branch is wrong, or a Latin hypercube is resized.
        """
        design = exp.design
        self.members = exp.members
        self.replicates = design.replicates
        n_draws = -(-exp.members // design.replicates)
        if design.layout == "lhs" and n_draws != design.draws:
            message = f"a Latin hypercube of {design.draws} draws cannot be resized to {n_draws}: use mc or sobol"
            raise ConfigError.of("design.layout", message)
        self._rows = exp.members // design.blocks
        self._drawn = [prior for prior in exp.priors.values() if not is_fixed(prior)]
        keys = [prior_key(prior.name, prior.dimension) for prior in self._drawn]
        try:
            groups = group_numbers(exp, self._drawn) if design.layout == "sobol_groups" else None
            self._cube: UnitCube = lay_out(design.layout, design.seed, n_draws, keys, groups)
        except ValueError as error:
            raise ConfigError.of("priors", str(error)) from None
        self._binding = Binding.from_experiment(exp)
        self._levers = {name: branch_levers(exp, name) for name in exp.branches}

    @property
    def names(self) -> list[str]:
        """Names of the drawn priors, in the order of their columns."""
        return [prior.name for prior in self._drawn]

    def draws(self, draw_lo: int, draw_hi: int) -> dict[str, Floats]:
        """Return draws draw_lo .. draw_hi-1 of each drawn prior by name, float32[n_draws] in its unit.

        Draws beyond the design raise ValueError.
        """
        cube = self._cube.columns(draw_lo, draw_hi)
        return {prior.name: quantile(prior, u) for prior, u in zip(self._drawn, cube, strict=True)}

    def member_columns(self, lo: int, hi: int) -> dict[str, Floats]:
        """Return each drawn prior by name, float32[hi - lo], one value per member lo .. hi-1.

        Members beyond the run raise ValueError.
        """
        return self.expand(lo, hi, self.draws_of(lo, hi))

    def draws_of(self, lo: int, hi: int) -> dict[str, Floats]:
        """Return each drawn prior by name, one value for each draw that members lo .. hi-1 have.

        Members beyond the run raise ValueError.
        """
        self._check(lo, hi)
        return self.draws(lo // self.replicates, -(-hi // self.replicates))

    def expand(self, lo: int, hi: int, draws: Mapping[str, Floats]) -> dict[str, Floats]:
        """Repeat the value of each draw for its members.

        Parameters
        ----------
        lo, hi : int
            First member, and the member after the last.
        draws : mapping of str to float32
            One value for each draw of these members, as `draws_of` returns them.

        Returns
        -------
        dict of str to float32[hi - lo]
            One value per member.
        """
        if self.replicates == 1:
            return dict(draws)
        draw = np.arange(lo, hi) // self.replicates - lo // self.replicates
        return {name: column[draw] for name, column in draws.items()}

    def inputs(self, lo: int, hi: int) -> Inputs:
        """Return the kernel rows of members lo .. hi-1. Members beyond the run raise ValueError."""
        draws = self.draws_of(lo, hi)
        columns = self.expand(lo, hi, draws)
        params = np.empty((N_PARAMETERS, hi - lo), dtype=np.float32)
        donors = np.empty((len(self._binding.donors), N_DONOR_PARAMETERS, hi - lo), dtype=np.float32)
        fill(self._binding.params, columns, params)
        for block, rows in zip(donors, self._binding.donors, strict=True):
            fill(rows, columns, block)
        return Inputs(lo, hi, params, donors, columns, draws)

    def levers(self, branch: str, inputs: Inputs) -> tuple[Floats, Floats]:
        """Return the lever rows of one branch for the members of `inputs`.

        Returns
        -------
        levers : float32[n_levers, n]
            Lever rows in the units of the kernel.
        donor_levers : float32[n_donors, n_donor_levers, n]
            Lever rows of each donor.

        Raises
        ------
        ConfigError
            If there is no such branch.
        """
        if branch not in self._levers:
            raise ConfigError.of(f"branches.{branch}", f"unknown branch; there are {', '.join(self._levers)}")
        rows = self._levers[branch]
        n = inputs.hi - inputs.lo
        levers = np.empty((N_LEVERS, n), dtype=np.float32)
        donor_levers = np.empty((len(rows.donors), N_DONOR_LEVERS, n), dtype=np.float32)
        fill(rows.levers, inputs.columns, levers)
        for block, donor_rows in zip(donor_levers, rows.donors, strict=True):
            fill(donor_rows, inputs.columns, block)
        return levers, donor_levers

    def clusters(self, lo: int, hi: int) -> NDArray[np.int64]:
        """Return the cluster of each member, int64[hi - lo]: its draw, or in a Sobol design its scramble."""
        self._check(lo, hi)
        return self._cube.clusters(np.arange(lo, hi, dtype=np.int64) // self.replicates)

    def pieces(self, lo: int, hi: int) -> list[tuple[int, int]]:
        """Split members lo .. hi-1 where a block of the design begins; one piece in a design without blocks."""
        ends = [lo, *range((lo // self._rows + 1) * self._rows, hi, self._rows), hi]
        return list(itertools.pairwise(ends))

    def noise(self, member: int) -> int:
        """Return the number that picks the random events of a member: its own, or its place in its block."""
        return member % self._rows

    def _check(self, lo: int, hi: int) -> None:
        if not 0 <= lo <= hi <= self.members:
            raise ValueError(f"members {lo} to {hi} lie outside a run of {self.members}")
