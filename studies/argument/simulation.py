"""Runs all branches of an experiment in memory and keeps the outcomes that a page compares, member by member."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.estimates import Clusters
from forecast.config import Experiment, with_members
from forecast.experiment.inputs import Inputs, Sampler
from forecast.experiment.sectors import sector_table
from forecast.runner.fitting.emulator import fit_experiment
from forecast.runner.kernel import Kernel
from forecast.runner.pool import Task, run_tasks
from forecast.store.rules import Rows
from studies.argument.measures import Columns, Floats, Measure, Outcomes
from studies.influence.kernel_cases import row_index

CHUNK = 500
REPLICATES = 10
Report = Callable[[str], None]


def designed(exp: Experiment, members: int) -> Experiment:
    """Return the experiment with about this many members: Sobol draws, with ten replicates that show the noise."""
    draws = max(2, -(-members // REPLICATES))
    design = exp.design.model_copy(
        update={"layout": "sobol", "draws": draws, "replicates": REPLICATES, "members": None}
    )
    return with_members(exp.model_copy(update={"design": design}), draws * REPLICATES)


@dataclass(frozen=True)
class Table:
    """Outcomes of every branch over the same members.

    Attributes
    ----------
    exp : Experiment
        What was run.
    measures : dict of str to Measure
        Outcomes by name.
    values : dict
        (branch, name of the outcome) -> float32[members].
    draw : int64[members]
        The draw of each member.
    clusters : Clusters
        Clusters of the members.
    """

    exp: Experiment
    measures: dict[str, Measure]
    values: dict[tuple[str, str], Floats]
    draw: NDArray[np.int64]
    clusters: Clusters

    def of(self, branch: str, measure: Measure) -> Floats:
        """The values of one outcome in one branch."""
        return self.values[branch, measure.name]


class _Once:
    """Stands in for a sampler: the inputs of one range of members, computed once for all branches."""

    def __init__(self, sampler: Sampler, lo: int, hi: int, rows: Mapping[str, float]) -> None:
        self._sampler, self._inputs = sampler, sampler.inputs(lo, hi)
        for name, value in rows.items():
            array, index = row_index(name)
            getattr(self._inputs, array)[..., index, :] = value

    def inputs(self, lo: int, hi: int) -> Inputs:
        return self._inputs

    def levers(self, branch: str, inputs: Inputs) -> tuple[Floats, Floats]:
        return self._sampler.levers(branch, inputs)

    def pieces(self, lo: int, hi: int) -> list[tuple[int, int]]:
        return self._sampler.pieces(lo, hi)

    def noise(self, member: int) -> int:
        return self._sampler.noise(member)


def simulate(
    exp: Experiment,
    wanted: Sequence[str],
    threads: int,
    rows: Mapping[str, float] | None = None,
    fit_as: Experiment | None = None,
) -> Table:
    """Run all branches and compute the wanted outcomes.

    Parameters
    ----------
    exp : Experiment
        What to run, with its number of members.
    wanted : sequence of str
        Names of outcomes; those that this version lacks are left out.
    threads : int
        Number of threads. Results do not depend on it.
    rows : mapping, optional
        Kernel row of the inputs -> value that replaces it in every member, after the fit.
    fit_as : Experiment, optional
        Fit the emulator to this experiment instead.
    """
    sampler, sectors = Sampler(exp), sector_table(exp)
    kernel = Kernel(exp, sampler, sectors, fit_experiment(fit_as or exp, sectors).array())
    outcomes, n = Outcomes(exp), exp.members
    measures = {measure.name: measure for measure in outcomes.chosen(*wanted)}
    values = {(b, name): np.empty(n, np.float32) for b in exp.branches for name in measures}
    alone = {b: exp.model_copy(update={"branches": {b: branch}}) for b, branch in exp.branches.items()}

    def task(lo: int, hi: int) -> Task:
        def call() -> None:
            once = cast("Sampler", _Once(sampler, lo, hi, rows or {}))
            for branch, single in alone.items():
                block = replace(kernel, exp=single, sampler=once).compute(lo, hi).branches[branch]
                columns = Columns(Rows(block.out, block.donor_out, exp.horizon), outcomes.variables)
                for name, measure in measures.items():
                    values[branch, name][lo:hi] = measure.compute(columns)

        return call

    chunks = (task(lo, min(lo + CHUNK, n)) for lo in range(0, n, CHUNK))
    run_tasks(chunks, threads, threading.Event(), lambda: ())
    draw = np.arange(n, dtype=np.int64) // exp.design.replicates
    return Table(exp, measures, values, draw, Clusters(sampler.clusters(0, n)))
