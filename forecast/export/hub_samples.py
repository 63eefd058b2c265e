"""The samples of a hub: members whose ids span the branches, so that branches stay paired.

hubverse: samples with one id across task ids are one joint draw, and `compound_taskid_set` lists the task ids that a
sample does not span. The scenario modeling hubs call the same uncertain inputs `run_grouping` and the same random
numbers `stochastic_run`. https://docs.hubverse.io/en/latest/user-guide/sample-output-type.html
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from forecast.analysis.members import Members
from forecast.export.outcomes import Outcome, outcomes
from forecast.store.reader import Run

DEFAULT = 1000
MAX_REPLICATES = 10
SHARED = (
    "A sample id is draw-replicate. The same draw (run_grouping) means the same uncertain inputs in every branch, and "
    "the same replicate of it (stochastic_run) means the same random numbers."
)


class Samples:
    """Which members are samples.

    Attributes
    ----------
    outcomes : list of Outcome
        Headline outcomes that every member has. A sample has no place for a member without a value.
    draws, replicates : int
        Draws from the first on, and replicates of each. The first draws of a Sobol design cover the inputs evenly.
    members : int64[count]
        Numbers of the members; those that failed in any branch are left out.
    """

    def __init__(self, members: Members, wanted: int) -> None:
        """Choose about `wanted` members: up to ten replicates of as many draws; 0 for none."""
        record = members.manifest
        self.outcomes: list[Outcome] = [o for o in outcomes(members) if not o.can_lack] if wanted else []
        self.replicates = min(record.replicates, MAX_REPLICATES, max(wanted, 1))
        self.draws = min(record.draws, wanted // self.replicates) if wanted else 0
        draw, replicate = np.divmod(np.arange(self.draws * self.replicates, dtype=np.int64), self.replicates)
        numbers = draw * record.replicates + replicate
        numbers = numbers[numbers < record.members]
        if record.failed:
            numbers = numbers[~members.run.failed[numbers]]
        self.members: NDArray[np.int64] = numbers
        self._per_draw = record.replicates

    @property
    def count(self) -> int:
        """Number of samples of each target."""
        return int(self.members.size)

    @property
    def run_grouping(self) -> NDArray[np.int64]:
        """The draw of each sample."""
        return self.members // self._per_draw

    @property
    def stochastic_run(self) -> NDArray[np.int64]:
        """The replicate of each sample within its draw."""
        return self.members % self._per_draw

    @property
    def ids(self) -> list[str]:
        """Id of each sample: `draw-replicate`."""
        return [f"{d}-{r}" for d, r in zip(self.run_grouping, self.stochastic_run, strict=True)]

    def read(self, run: Run) -> Iterator[tuple[str, Outcome, NDArray[Any]]]:
        """Yield branch, outcome and its values, one per sample."""
        if not self.count:
            return
        hi = int(self.members[-1]) + 1
        for branch in run.manifest.branches:
            for outcome in self.outcomes:
                yield branch, outcome, outcome.values(run, branch, 0, hi)[self.members]

    def table(self) -> pa.Table:
        """Make the table of the samples: id, run_grouping, stochastic_run, member."""
        return pa.table(
            {
                "output_type_id": pa.array(self.ids, pa.string()),
                "run_grouping": self.run_grouping,
                "stochastic_run": self.stochastic_run,
                "member": self.members,
            }
        )
