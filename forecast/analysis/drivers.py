"""Which uncertain inputs drive an outcome, which of these are judgments, and how a comparison depends on one input.

The first-order index of an input is the share of the variance between draws (epistemic variance) that this input
explains alone. It is computed from the draws of the run, whose means are averaged in bins of the input.
"""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from forecast.analysis.draw_variance import GROUPS, DrawVariance
from forecast.analysis.estimates import Estimate, Floats, mean
from forecast.analysis.members import VALUES_IN_MEMORY, Members
from forecast.config.idle_inputs import idle_inputs
from forecast.experiment.evidence import count_grades
from forecast.store.fixed_order import dot

if TYPE_CHECKING:
    from forecast.config import Prior

MIN_DRAWS_PER_BIN = 10
MAX_BINS = 20
MAX_INPUTS_SEARCHED, MAX_JUDGMENTS = 25, 3
CLEAR = 3.0  # standard errors; if no input drives an outcome, chance names one in fewer than one case in twenty

LeftOut = tuple[NDArray[np.bool_], float]
"""The draws that remain when a group is left out (bool[draws]), and the epistemic variance over them."""


@dataclass(frozen=True)
class Driver:
    """An input with its first-order index for an outcome. raises: a higher input goes with a higher outcome."""

    prior: "Prior"
    first_order: Estimate
    raises: bool

    @property
    def grade(self) -> Literal["A", "B", "C"]:
        """Evidence grade of the input."""
        return self.prior.grade


class Thirds(NamedTuple):
    """The difference of two branches in the third of the draws where an input is lowest, and where it is highest."""

    low: Estimate
    high: Estimate


class FirstOrders(NamedTuple):
    """The first-order indices of all inputs, strongest first, and their sum."""

    drivers: list[Driver]
    total: Estimate


class RunInputs(NamedTuple):
    """by_grade: inputs of each evidence grade, fixed ones included. drawn: those whose draws the members use."""

    by_grade: dict[str, int]
    drawn: "tuple[Prior, ...]"


def collect_inputs(members: Members) -> RunInputs:
    """Count the inputs of a run by grade, and list those that were drawn and that the switches leave in use."""
    priors = members.run.experiment.priors.values()
    idle = idle_inputs(members.run.experiment)
    drawn = (p for p in priors if p.distribution.kind != "fixed" and p.name not in idle)
    return RunInputs(count_grades(priors), tuple(drawn))


class DriverSearch:
    """Ranks the drawn inputs of a run by how much of an outcome they explain.

    The inputs of a small run stay in memory. Those of a large run are read one at a time, and only the bin of every
    draw stays.
    """

    def __init__(self, members: Members) -> None:
        self.draw = members.draw
        self.draws = int(members.draw[-1]) + 1
        self.priors = collect_inputs(members).drawn
        self.bins = max(2, min(MAX_BINS, self.draws // MIN_DRAWS_PER_BIN))
        self._members = members
        self._first = np.minimum(np.searchsorted(members.draw, np.arange(self.draws)), members.draw.size - 1)
        self._stays = self.draws * len(self.priors) <= VALUES_IN_MEMORY
        self._columns: dict[str, NDArray[np.generic]] = {}
        self._bins: dict[str, NDArray[np.uint8]] = {}

    def top(self, values: ArrayLike, count: int = 8) -> list[Driver]:
        """List the `count` inputs that explain most of an outcome, strongest first.

        values: outcome of each member, float[members]; NaN is left out. The list is empty if the outcome does not vary
        between draws. Standard errors are from a jackknife that leaves out one of 16 groups of draws at a time.
        """
        table = DrawVariance.of(values, self.draw, self.draws)
        whole = np.ones(table.known.size, dtype=bool)
        total = table.epistemic(whole)
        if total <= 0.0:
            return []
        indices = [(table.index(self._bin_draws(p, table), self.bins, whole, total), p) for p in self.priors]
        first = sorted(indices, key=lambda pair: (-pair[0], pair[1].name))[:count]
        left_out = [(draws, table.epistemic(draws)) for draws in (table.group != group for group in range(GROUPS))]
        return [
            self._estimate_driver(prior, value, self._rank_draws(prior, table), table, left_out)
            for value, prior in first
        ]

    def every(self, values: ArrayLike) -> "FirstOrders | None":
        """Estimate the index of every input, strongest first, and their sum; None if the outcome does not vary.

        values: as in `top`. Unlike there, an index may fall below 0, so that the sum has no bias.
        """
        table = DrawVariance.of(values, self.draw, self.draws)
        whole = np.ones(table.known.size, dtype=bool)
        total = table.epistemic(whole)
        if total <= 0.0:
            return None
        left_out = [(draws, table.epistemic(draws)) for draws in (table.group != group for group in range(GROUPS))]
        drivers, sums = [], np.zeros(GROUPS)
        for prior in self.priors:
            rank = self._rank_draws(prior, table)
            value = table.index(self._bin_of(rank), self.bins, whole, total, signed=True)
            drivers.append(self._estimate_driver(prior, value, rank, table, left_out, sums))
        drivers.sort(key=lambda driver: (-driver.first_order.value, driver.prior.name))
        n = int(table.sizes.sum())
        return FirstOrders(drivers, Estimate(sum(d.first_order.value for d in drivers), _jackknife_error(sums), n))

    def _column(self, name: str) -> NDArray[np.generic]:
        """The value of an input in every draw."""
        if name in self._columns:
            return self._columns[name]
        column = self._members.drawn(name)[self._first]
        if self._stays:
            self._columns[name] = column
        return column

    def _rank_draws(self, prior: "Prior", table: DrawVariance) -> NDArray[np.int64]:
        column = self._column(prior.name)[table.known]
        rank = np.empty(column.size, dtype=np.int64)
        rank[np.argsort(column, kind="stable")] = np.arange(column.size)
        return rank

    def _bin_of(self, rank: NDArray[np.int64]) -> NDArray[np.uint8]:
        return (rank * self.bins // rank.size).astype(np.uint8)

    def _bin_draws(self, prior: "Prior", table: DrawVariance) -> NDArray[np.uint8]:
        """The bin of every known draw. The bins of all draws serve every outcome that is known in all of them."""
        if prior.name in self._bins and table.known.size == self.draws:
            return self._bins[prior.name]
        bins = self._bin_of(self._rank_draws(prior, table))
        if table.known.size == self.draws:
            self._bins[prior.name] = bins
        return bins

    def _estimate_driver(
        self,
        prior: "Prior",
        value: float,
        rank: NDArray[np.int64],
        table: DrawVariance,
        left_out: "list[LeftOut]",
        sums: Floats | None = None,
    ) -> Driver:
        """Add errors to an index. With `sums`, the index without each group is added there and may be below 0."""
        bins, signed = self._bin_of(rank), sums is not None
        indices = np.array([table.index(bins, self.bins, draws, total, signed) for draws, total in left_out])
        error = _jackknife_error(indices)
        if sums is not None:
            sums += indices
        slope = dot(rank - rank.mean(), table.means - table.means.mean())
        return Driver(prior, Estimate(value, error, int(table.sizes.sum())), slope > 0.0)


def strongest_judgments(search: DriverSearch, values: ArrayLike) -> list[Driver]:
    """List the inputs of grade C that explain most of an outcome, strongest first, at most three.

    values: outcome of each member, float[members]; NaN is left out. Inputs whose index may be chance are left out too,
    so the list may be empty.
    """
    top = search.top(values, MAX_INPUTS_SEARCHED)
    return [d for d in top if d.grade == "C" and d.first_order.value > CLEAR * d.first_order.mcse][:MAX_JUDGMENTS]


def by_thirds(members: Members, prior: str, branch: ArrayLike, other: ArrayLike) -> Thirds:
    """Subtract the mean of `other` from that of `branch`, in the draws where an input is low and where it is high.

    Parameters
    ----------
    members : Members
    prior : str
        Name of a drawn input.
    branch, other : float[members]
        Outcome of each member in both branches; NaN members are left out of the mean.
    """
    values = members.drawn(prior).astype(np.float64)
    first = values[np.flatnonzero(np.diff(members.draw, prepend=-1))]
    bottom, top = np.quantile(first, [1.0 / 3.0, 2.0 / 3.0])
    sides = np.asarray(branch, dtype=np.float64), np.asarray(other, dtype=np.float64)

    def difference(third: NDArray[np.bool_]) -> Estimate:
        of_branch, of_other = (mean(np.where(third, side, np.nan), members.clusters) for side in sides)
        return (of_branch - of_other).estimate

    return Thirds(difference(values <= bottom), difference(values >= top))


def _jackknife_error(values: Floats) -> float:
    """Standard error of a statistic from its values without each of the groups."""
    return math.sqrt((values.size - 1) / values.size * float(np.sum((values - values.mean()) ** 2)))
