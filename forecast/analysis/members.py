"""The member columns of a run as arrays for analysis: float64, NaN for null, with the cluster of each member.

A member that failed in any branch is left out in all of them. So pairs stay pairs, and below "members" are the others.
"""

from collections import OrderedDict
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.estimates import Clusters, Floats
from forecast.analysis.ordered_clusters import OrderedClusters
from forecast.analysis.outcome_estimates import OutcomeEstimates
from forecast.config.models import SOBOL_BLOCKS
from forecast.experiment.clusters import SCRAMBLES
from forecast.store.arrow import TYPES, numpy_type
from forecast.store.reader import Run
from forecast.store.variables import Variable, member_variables

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Rule = Callable[..., NDArray[Any]]

COLUMNS_IN_MEMORY, FEWEST_COLUMNS = 12, 4
VALUES_IN_MEMORY = 12_000_000
"""Values of the columns that stay in memory. In a large run fewer columns stay, but never less than a few."""


class Members:
    """The columns of a run. Each is read when it is first needed; the last few stay in memory.

    Attributes
    ----------
    run : Run
        The open run.
    kept : bool[all members of the run] or None
        Which members are here; None if all are.
    failed : int
        How many members of the run are not here because they failed.
    manifest : RunManifest
        The manifest of the run.
    variables : dict of str to Variable
        Registry entry of each outcome column by its name, in file order.
    estimates : dict
        Estimates by branch and target, as far as `targets.estimate_targets` has computed them.
    """

    def __init__(self, run: Run, leave_out: "NDArray[np.bool_] | None" = None, every_block: bool = False) -> None:
        """Open the columns of `run`, without its failed members and those of `leave_out`, bool[members of the run].

        Of a design for Sobol indices by group only blocks A and B are here, unless `every_block`. They are two
        independent Sobol designs; the other blocks repeat most of their inputs.
        """
        self.run = run
        failed = run.failed if leave_out is None else run.failed | leave_out
        out = failed
        self._only_a_and_b = run.manifest.layout == "sobol_groups" and not every_block
        if self._only_a_and_b:
            draw = np.arange(run.manifest.members) // run.manifest.replicates
            outside = draw >= self.draws
            failed, out = failed & ~outside, failed | outside
        self.failed = int(np.count_nonzero(failed))
        self.kept = ~out if out.any() else None
        self.manifest = run.manifest
        columns = member_variables(run.experiment)
        self.variables: dict[str, Variable] = {v.name: v for v in columns if v.kind != "index"}
        self._columns: OrderedDict[tuple[str, str], Floats] = OrderedDict()
        self.estimates: dict[tuple[str, str], OutcomeEstimates] = {}

    @cached_property
    def clusters(self) -> Clusters:
        """Clusters for the Monte Carlo errors of columns in the order of the members."""
        return Clusters(self._keep(self.run.clusters))

    @property
    def count(self) -> int:
        """Number of members."""
        return self.manifest.members if self.kept is None else int(np.count_nonzero(self.kept))

    @property
    def draws(self) -> int:
        """Number of draws."""
        draws = self.run.manifest.draws
        return draws * 2 // SOBOL_BLOCKS if self._only_a_and_b else draws

    def _keep(self, values: NDArray[Any]) -> NDArray[Any]:
        return values if self.kept is None else values[self.kept]

    def drawn(self, name: str) -> NDArray[np.generic]:
        """The values of an input, one per member. `name`: a prior that is not fixed."""
        return self._keep(self.run.draw_column(name))

    @cached_property
    def draw(self) -> NDArray[np.int64]:
        """The draw of each member, int64[members]."""
        return self._keep(np.arange(self.manifest.members, dtype=np.int64) // self.manifest.replicates)

    @cached_property
    def ordered_clusters(self) -> Clusters:
        """The same clusters, for columns in the order of `arranged`."""
        if self.kept is not None:
            return Clusters(self._keep(self.run.clusters), self.draw)
        scrambles = SCRAMBLES if self.manifest.layout == "sobol" else None
        return OrderedClusters(self.manifest.members, self.manifest.replicates, scrambles)

    @cached_property
    def in_place(self) -> OrderedClusters | None:
        """Clusters for columns of all members, where those that are left out are NaN.

        None where the members that are left out take a whole cluster with them, or the design has no such order.
        """
        ordered = self.ordered_clusters if self.kept is None else None
        if self.kept is not None and self.manifest.layout != "sobol_groups":
            scrambles = SCRAMBLES if self.manifest.layout == "sobol" else None
            ordered = OrderedClusters(self.manifest.members, self.manifest.replicates, scrambles)
        if not isinstance(ordered, OrderedClusters):
            return None
        if self.kept is not None:
            here = np.empty(self.manifest.members, dtype=bool)
            ordered.arrange(0, self.kept, here)
            if not ordered.counts(here).all():
                return None
        return ordered

    def computed(
        self, branch: str, names: "Sequence[str]", rules: "Mapping[str, tuple[Sequence[str], Rule]]"
    ) -> dict[str, NDArray[Any]]:
        """Compute outcomes from columns, part by part, in the order of `in_place`; NaN in members that are left out.

        Parameters
        ----------
        branch : str
            The branch.
        names : sequence of str
            All columns that are needed.
        rules : mapping
            Outcome -> its columns, and the function that computes it from them, member by member.

        Returns
        -------
        dict of str to array[members]
            Outcome -> its values, of the type that the function gives, or with NaN.
        """
        ordered, found = self.in_place, dict[str, NDArray[Any]]()
        assert ordered is not None
        for lo, part in self.run.blocks(branch, names):
            for outcome, (columns, compute) in rules.items():
                values = compute(*(part[name] for name in columns))
                if self.kept is not None:
                    values = _with_nan(values, self.kept[lo : lo + values.size])
                if outcome not in found:
                    found[outcome] = np.empty(self.manifest.members, dtype=values.dtype)
                ordered.arrange(lo, values, found[outcome])
        return found

    @property
    def reference(self) -> str:
        """The branch that the others are compared with."""
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
    def tested_branch(self) -> str | None:
        """The branch that the experiment tests: the first with an offer, else the first that is not the reference.

        None if there is only the reference.
        """
        offers = [b for b in self.others if self.run.experiment.branches[b].offer is not None]
        return next(iter(offers or self.others), None)

    def values(self, branch: str, name: str) -> Floats:
        """Read one outcome of a branch, float64[members]; booleans as 0 and 1, null as NaN. Do not modify the array."""
        key = (branch, name)
        if key not in self._columns:
            self._columns[key] = self._keep(np.asarray(self.run.column(branch, name))).astype(np.float64)
            most = VALUES_IN_MEMORY // max(self.manifest.members, 1)
            if len(self._columns) > max(FEWEST_COLUMNS, min(COLUMNS_IN_MEMORY, most)):
                self._columns.popitem(last=False)
        self._columns.move_to_end(key)
        return self._columns[key]

    def arranged(self, branch: str, names: "Sequence[str]") -> dict[str, NDArray[Any]]:
        """Read outcomes in the order of `ordered_clusters`, typed as in the files: float32 with NaN, bool, int16."""
        columns: dict[str, NDArray[Any]] = {}
        ordered = self.ordered_clusters
        if not isinstance(ordered, OrderedClusters):
            return {name: self._keep(self.run.column(branch, name)).astype(self._type(name)) for name in names}
        for lo, part in self.run.blocks(branch, names):
            for name, values in part.items():
                if name not in columns:
                    columns[name] = np.empty(self.manifest.members, dtype=values.dtype)
                ordered.arrange(lo, values, columns[name])
        return columns

    def _type(self, name: str) -> "np.dtype[Any]":
        """Type of a column without failed members."""
        variable = self.variables[name]
        return np.dtype(np.float32) if variable.nullable else numpy_type(TYPES[variable.kind])


def _with_nan(values: NDArray[Any], kept: NDArray[np.bool_]) -> NDArray[Any]:
    """Copy a column with NaN where a member is not kept. Numbers of up to two bytes become float32: it holds them."""
    kind = values.dtype if values.dtype.kind == "f" else np.dtype("f4" if values.dtype.itemsize <= 2 else "f8")
    return np.where(kept, values, kind.type(np.nan)).astype(kind, copy=False)
