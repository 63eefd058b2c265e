"""A run whose members are held in memory, and its first members as runs of their own."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from forecast.config import Experiment, with_members
from forecast.experiment.inputs import Sampler
from forecast.experiment.sectors import sector_table
from forecast.runner.kernel import Kernel
from forecast.store.fitted import Fitted
from forecast.store.manifest import RunManifest
from forecast.store.reader import Run
from forecast.store.rules import Rows
from forecast.store.variables import member_variables

CHUNK = 4_096
Columns = dict[str, dict[str, NDArray[np.generic]]]


class HeldRun(Run):
    """The first members of a simulated run. It has no files.

    Parameters
    ----------
    exp : Experiment
        The experiment; the members are those of its seed and layout.
    columns : dict of str to dict
        Branch -> name of a column -> its values, array[at least members].
    members : int
        How many of them.
    """

    def __init__(self, exp: Experiment, columns: Columns, members: int) -> None:
        base, replicates = exp.baseline, exp.design.replicates
        manifest = RunManifest(
            experiment=exp.experiment,
            config_hash="",
            seed=exp.design.seed,
            layout=exp.design.layout,
            members=members,
            draws=-(-members // replicates),
            replicates=replicates,
            horizon=exp.horizon,
            censor_week=exp.horizon,
            branches=tuple(exp.branches),
            reference=exp.reference,
            sides=(base.defender, base.attacker),
            donors=tuple(base.donors),
            sectors=tuple(base.sectors),
        )
        super().__init__(Path(), manifest, exp)
        self._held = columns

    def column(self, branch: str, name: str, lo: int = 0, hi: int | None = None) -> NDArray[np.generic]:
        """Return one column, array[hi - lo].

        Parameters
        ----------
        branch, name : str
            Branch and column.
        lo, hi : int
            Members lo .. hi-1; default: all.
        """
        return self._held[branch][name][lo : min(self.manifest.members if hi is None else hi, self.manifest.members)]

    def blocks(self, branch: str, names: Sequence[str]) -> Iterator[tuple[int, dict[str, NDArray[np.generic]]]]:
        """Yield all columns at once."""
        yield 0, {name: self.column(branch, name) for name in names}


def simulate(exp: Experiment, fitted: Fitted, members: int, names: Sequence[str]) -> Columns:
    """Simulate members in every branch and keep some columns.

    Parameters
    ----------
    exp : Experiment
        Seed, layout, horizon and branches.
    fitted : Fitted
        The emulator.
    members : int
        Number of members.
    names : sequence of str
        Columns to keep. The result is branch -> name -> array[members], float32 with NaN for null, or bool.
    """
    exp = with_members(exp, members)
    kernel = Kernel(exp, Sampler(exp), sector_table(exp), fitted.array())
    variables = [variable for variable in member_variables(exp) if variable.name in names]
    parts: dict[str, dict[str, list[NDArray[np.generic]]]] = {b: {name: [] for name in names} for b in exp.branches}
    for lo in range(0, members, CHUNK):
        result = kernel.compute(lo, min(lo + CHUNK, members))
        for branch, block in result.branches.items():
            rows = Rows(block.out, block.donor_out, exp.horizon)
            for variable in variables:
                assert variable.rule is not None
                values, missing = variable.rule.column(rows)
                filled = values if missing is None else np.where(missing, np.float32(np.nan), values)
                parts[branch][variable.name].append(filled)
    return {b: {name: np.concatenate(pieces) for name, pieces in kept.items()} for b, kept in parts.items()}
