"""The member columns of a run as numbers to compute with: float64, NaN for null, one cluster index for all."""

from collections import OrderedDict
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.estimates import Clusters, Floats
from forecast.analysis.ordered_clusters import OrderedClusters
from forecast.analysis.outcome_estimates import OutcomeEstimates
from forecast.store.reader import SCRAMBLES, Run
from forecast.store.variables import Variable, member_variables

if TYPE_CHECKING:
    from collections.abc import Sequence

KEPT = 12


class Members:
    """Columns of a run, read when asked for; the last few stay in memory.

    clusters: of the Monte Carlo errors. draw: the draw of each member. variables: by column name, in file order.
    estimates: by branch and target, what `targets.estimate_targets` has estimated so far.
    """

    def __init__(self, run: Run) -> None:
        self.run = run
        self.manifest = run.manifest
        found = member_variables(run.experiment)
        self.variables: dict[str, Variable] = {v.name: v for v in found if v.kind != "index"}
        self._columns: OrderedDict[tuple[str, str], Floats] = OrderedDict()
        self.estimates: dict[tuple[str, str], OutcomeEstimates] = {}

    @cached_property
    def clusters(self) -> Clusters:
        return Clusters(self.run.clusters)

    @cached_property
    def draw(self) -> NDArray[np.int64]:
        return np.arange(self.manifest.members, dtype=np.int64) // self.manifest.replicates

    @cached_property
    def ordered_clusters(self) -> OrderedClusters:
        """The clusters for columns as `arranged` gives them."""
        scrambles = SCRAMBLES if self.manifest.layout == "sobol" else None
        return OrderedClusters(self.manifest.members, self.manifest.replicates, scrambles)

    @property
    def reference(self) -> str:
        return self.manifest.reference

    @property
    def origin(self) -> date:
        """The date of week 0."""
        return self.run.experiment.baseline.date

    def date_of(self, week: int) -> date:
        """The date of a week of the run."""
        return self.origin + timedelta(weeks=week)

    def side_name(self, side: str) -> str:
        """The name of a side in reports."""
        return self.run.experiment.baseline.sides[side].name

    @property
    def others(self) -> tuple[str, ...]:
        """The branches that are compared with the reference."""
        return tuple(b for b in self.manifest.branches if b != self.reference)

    @property
    def focus(self) -> str | None:
        """The branch that is looked at first: the first with an offer, else the first that is not the reference."""
        offers = [b for b in self.others if self.run.experiment.branches[b].offer is not None]
        return next(iter(offers or self.others), None)

    def values(self, branch: str, name: str) -> Floats:
        """One outcome over all members, shape (members,); booleans as 0 and 1, null as NaN. Do not change it."""
        key = (branch, name)
        if key not in self._columns:
            self._columns[key] = np.asarray(self.run.column(branch, name)).astype(np.float64)
            if len(self._columns) > KEPT:
                self._columns.popitem(last=False)
        self._columns.move_to_end(key)
        return self._columns[key]

    def arranged(self, branch: str, names: "Sequence[str]") -> dict[str, NDArray[Any]]:
        """Outcomes in the order of `ordered_clusters`, in the types of the files: float32 with NaN, bool, int16."""
        found: dict[str, NDArray[Any]] = {}
        for lo, columns in self.run.blocks(branch, names):
            for name, values in columns.items():
                if name not in found:
                    found[name] = np.empty(self.manifest.members, dtype=values.dtype)
                self.ordered_clusters.arrange(lo, values, found[name])
        return found
