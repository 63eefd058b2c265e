"""Which uncertain inputs drive an outcome, which of them are judgments, and what a comparison owes to one of them.

First-order indices come from the draws that were run; every input has its evidence grade.
"""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from forecast.analysis.estimates import Estimate, Floats, mean
from forecast.analysis.members import Members
from forecast.experiment.evidence import count_grades

if TYPE_CHECKING:
    from forecast.config import Prior

GROUPS = 16
FEWEST_A_BIN = 10
MOST_BINS = 20
JUDGMENTS_AMONG, JUDGMENTS_NAMED = 25, 3
CLEAR = 3.0  # errors of an index: of an outcome that no input drives, fewer than one in twenty would name any

LeftOut = tuple[NDArray[np.bool_], float]
"""Draws that stay when a group is left out, and the epistemic variance over them."""


@dataclass(frozen=True)
class Driver:
    """An input and the share of an outcome's epistemic variance that it explains alone (binned first-order index)."""

    prior: "Prior"
    first_order: Estimate
    raises: bool

    @property
    def grade(self) -> Literal["A", "B", "C"]:
        """Evidence grade of the input."""
        return self.prior.grade


class Thirds(NamedTuple):
    """A difference of two branches in the third of the draws where an input is lowest, and where it is highest."""

    low: Estimate
    high: Estimate


class RunInputs(NamedTuple):
    """How many inputs of each grade a run uses, fixed ones included, and those that were drawn."""

    by_grade: dict[str, int]
    drawn: "tuple[Prior, ...]"


def collect_inputs(members: Members) -> RunInputs:
    """All inputs of the run, by grade."""
    priors = members.run.experiment.priors.values()
    return RunInputs(count_grades(priors), tuple(p for p in priors if p.distribution.kind != "fixed"))


class DriverSearch:
    """Ranks the drawn inputs of a run by what they explain; the inputs are read and binned once."""

    def __init__(self, members: Members) -> None:
        self.draw = members.draw
        self.draws = int(members.draw[-1]) + 1
        self.priors = collect_inputs(members).drawn
        self.bins = max(2, min(MOST_BINS, self.draws // FEWEST_A_BIN))
        first = np.searchsorted(members.draw, np.arange(self.draws))
        self._columns = {p.name: members.run.draw_column(p.name)[first].astype(np.float64) for p in self.priors}

    def top(self, values: ArrayLike, most: int = 8) -> list[Driver]:
        """The inputs that explain most of an outcome, best first; none where it does not vary with the draw.

        values: float[members], NaN left out. Errors leave out one of 16 groups of draws at a time.
        """
        table = _DrawTable.of(values, self.draw, self.draws)
        whole = np.ones(table.known.size, dtype=bool)
        total = table.epistemic(whole)
        if total <= 0.0:
            return []
        ranks = {prior.name: self._rank(prior, table) for prior in self.priors}
        indices = [(table.index(self._bin(ranks[p.name]), self.bins, whole, total), p) for p in self.priors]
        first = sorted(indices, key=lambda pair: (-pair[0], pair[1].name))[:most]
        left_out = [(draws, table.epistemic(draws)) for draws in (table.group != group for group in range(GROUPS))]
        return [self._driver(prior, value, ranks[prior.name], table, left_out) for value, prior in first]

    def _rank(self, prior: "Prior", table: "_DrawTable") -> NDArray[np.int64]:
        column = self._columns[prior.name][table.known]
        rank = np.empty(column.size, dtype=np.int64)
        rank[np.argsort(column, kind="stable")] = np.arange(column.size)
        return rank

    def _bin(self, rank: NDArray[np.int64]) -> NDArray[np.int64]:
        return rank * self.bins // rank.size

    def _driver(
        self, prior: "Prior", value: float, rank: NDArray[np.int64], table: "_DrawTable", left_out: "list[LeftOut]"
    ) -> Driver:
        bins = self._bin(rank)
        indices = np.array([table.index(bins, self.bins, draws, total) for draws, total in left_out])
        error = math.sqrt((GROUPS - 1) / GROUPS * float(np.sum((indices - indices.mean()) ** 2)))
        slope = float(np.dot(rank - rank.mean(), table.means - table.means.mean()))
        return Driver(prior, Estimate(value, error, int(table.sizes.sum())), slope > 0.0)


def strongest_judgments(search: DriverSearch, values: ArrayLike) -> list[Driver]:
    """The inputs of grade C that explain most of an outcome, best first, at most three.

    values: float[members], NaN left out. Only inputs whose index is clear of chance, so the list may be empty.
    """
    top = search.top(values, JUDGMENTS_AMONG)
    return [d for d in top if d.grade == "C" and d.first_order.value > CLEAR * d.first_order.mcse][:JUDGMENTS_NAMED]


def by_thirds(members: Members, prior: str, branch: ArrayLike, other: ArrayLike) -> Thirds:
    """How far a comparison depends on one input: mean of `branch` minus mean of `other` where it is low and high.

    Parameters
    ----------
    members : Members
    prior : str
        Name of a drawn input.
    branch, other : float[members]
        Outcomes of both branches; NaN members are left out of the mean.
    """
    values = members.run.draw_column(prior).astype(np.float64)
    first = values[np.flatnonzero(np.diff(members.draw, prepend=-1))]
    bottom, top = np.quantile(first, [1.0 / 3.0, 2.0 / 3.0])
    sides = np.asarray(branch, dtype=np.float64), np.asarray(other, dtype=np.float64)

    def difference(third: NDArray[np.bool_]) -> Estimate:
        of_branch, of_other = (mean(np.where(third, side, np.nan), members.clusters) for side in sides)
        return (of_branch - of_other).estimate

    return Thirds(difference(values <= bottom), difference(values >= top))


class _DrawTable:
    """Sums of an outcome over the replicates of each draw that has any."""

    def __init__(self, sizes: Floats, sums: Floats, squares: Floats, known: NDArray[np.int64]) -> None:
        self.sizes, self.known = sizes, known
        self.means = sums / sizes
        self.inside = squares - sums * self.means
        self.group = known % GROUPS

    @classmethod
    def of(cls, values: ArrayLike, draw: NDArray[np.int64], draws: int) -> "_DrawTable":
        filled = np.asarray(values, dtype=np.float64)
        there = ~np.isnan(filled)
        filled, draw = filled[there] - (float(filled[there].mean()) if there.any() else 0.0), draw[there]
        sizes = np.bincount(draw, minlength=draws).astype(np.float64)
        known = np.flatnonzero(sizes)
        sums = np.bincount(draw, weights=filled, minlength=draws).astype(np.float64, copy=False)
        squares = np.bincount(draw, weights=filled**2, minlength=draws).astype(np.float64, copy=False)
        return cls(sizes[known], sums[known], squares[known], known)

    def epistemic(self, chosen: NDArray[np.bool_]) -> float:
        """Variance between draws without replicate noise; with single replicates, the variance of the draws."""
        sizes, means = self.sizes[chosen], self.means[chosen]
        n, count = float(sizes.sum()), sizes.size
        if count < 3:
            return 0.0
        if n == count:
            return float(np.var(means, ddof=1))
        within = float(self.inside[chosen].sum()) / (n - count)
        centre = float(np.dot(sizes, means)) / n
        between = float(np.dot(sizes, (means - centre) ** 2)) / (count - 1)
        return max(0.0, (between - within) / ((n - float(np.dot(sizes, sizes)) / n) / (count - 1)))

    def index(self, bin_of: NDArray[np.int64], bins: int, chosen: NDArray[np.bool_], total: float) -> float:
        """Variance of the bin means without the part that chance alone gives them, over `total`, the epistemic one."""
        bin_of, means = bin_of[chosen], self.means[chosen]
        count = np.bincount(bin_of, minlength=bins).astype(np.float64)
        sums = np.bincount(bin_of, weights=means, minlength=bins)
        filled = count > 0
        n, groups = means.size, int(filled.sum())
        if total <= 0.0 or groups < 2 or n <= groups:
            return 0.0
        explained = float(np.sum(sums[filled] ** 2 / count[filled]) - means.sum() ** 2 / n)
        left = float(np.sum((means - means.mean()) ** 2)) - explained
        size = (n - float(np.dot(count, count)) / n) / (groups - 1)
        return max(0.0, (explained / (groups - 1) - left / (n - groups)) / size) / total
