"""First and total Sobol indices by group of inputs, from the rows of a design that exchanges one group at a time.

A and B are two independent vectors of inputs, and C is A with one group from B. With F the mean of an outcome over
chance, the first-order index of the group is the mean of F(B) (F(C) - F(A)) over the variance of F (Saltelli et al.
2010, Computer Physics Communications 181). The total index is half the mean of (F(A) - F(C))^2 over that variance
(Jansen 1999, Computer Physics Communications 117). SALib has both for outcomes without chance; a test compares them.

F is not known, only the values f of some replicates. All draws of a row have the same random events, so the noise of
f(A) and f(C) is common and mostly cancels in their difference. Every product is of two different replicates, whose
noise is independent: its mean has no noise of chance.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.estimates import Estimate, Floats
from forecast.experiment.designs.sobol_groups import FIRST_GROUP, A, B
from forecast.sensitivity.group_index import jackknife_error
from forecast.sensitivity.outcomes import GROUPS


class BlockIndices(NamedTuple):
    """Indices of all exchanged groups, in their order.

    Attributes
    ----------
    first, total : tuple of Estimate
        First-order and total index of each group: what it explains alone, and with all its joint effects.
    sum_first : Estimate
        Sum of the first-order indices: 1 if groups have no joint effects.
    sd : Estimate
        Standard deviation of F between draws.
    chance : Estimate
        Share of chance in the variance of a single member.
    rows : int
        Rows behind the indices.
    """

    first: tuple[Estimate, ...]
    total: tuple[Estimate, ...]
    sum_first: Estimate
    sd: Estimate
    chance: Estimate
    rows: int


def block_indices(values: Floats, cluster: NDArray[np.int64]) -> BlockIndices | None:
    """Estimate indices by group. Errors are from a jackknife that leaves out one scramble of rows at a time.

    Parameters
    ----------
    values : float64[blocks, rows, replicates]
        Outcome of each member. Block 0 is A, block 1 is B, and the others are A with one group from B. Rows with a
        NaN are left out.
    cluster : int64[rows]
        Independent group of each row: its scramble.

    Returns
    -------
    BlockIndices or None
        None if there are fewer than 32 rows, or the outcome does not vary between draws.
    """
    known = ~np.isnan(values).any(axis=(0, 2))
    values, group = values[:, known], cluster[known] % GROUPS
    rows = values.shape[1]
    if rows < 2 * GROUPS:
        return None
    values = values - values[[A, B]].mean()
    parts = _Parts.of(values)
    whole = parts.numbers(np.ones(rows, dtype=bool))
    if whole is None:
        return None
    without = np.array([parts.numbers(group != left) for left in np.unique(group)], dtype=np.float64)
    errors = [jackknife_error(column) for column in without.T]
    estimates = [Estimate(float(value), error, rows) for value, error in zip(whole, errors, strict=True)]
    groups = values.shape[0] - FIRST_GROUP
    return BlockIndices(
        tuple(estimates[:groups]),
        tuple(estimates[groups : 2 * groups]),
        estimates[2 * groups],
        estimates[2 * groups + 1],
        estimates[2 * groups + 2],
        rows,
    )


class _Parts(NamedTuple):
    """What each row adds. first, total: float64[groups, rows]. between, spread, mean: float64[rows]."""

    first: Floats
    total: Floats
    between: Floats
    spread: Floats
    mean: Floats

    @classmethod
    def of(cls, values: Floats) -> "_Parts":
        a, b, exchanged = values[A], values[B], values[FIRST_GROUP:]
        moved = exchanged - a
        return cls(
            _other_replicates(np.broadcast_to(b, moved.shape), moved),
            0.5 * _other_replicates(moved, moved),
            0.5 * (_other_replicates(a, a) + _other_replicates(b, b)),
            0.5 * (np.mean(a**2, axis=-1) + np.mean(b**2, axis=-1)),
            0.5 * (a.mean(axis=-1) + b.mean(axis=-1)),
        )

    def numbers(self, chosen: NDArray[np.bool_]) -> Floats | None:
        """Return all first indices, all total indices, the sum of the first, sd, and share of chance."""
        square = float(self.mean[chosen].mean()) ** 2
        variance = float(self.between[chosen].mean()) - square
        whole = float(self.spread[chosen].mean()) - square
        if variance <= 0.0 or whole <= 0.0:
            return None
        first, total = (part[:, chosen].mean(axis=1) / variance for part in (self.first, self.total))
        chance = 1.0 - variance / whole
        return np.concatenate([first, total, [first.sum(), np.sqrt(variance), chance]])


def _other_replicates(x: Floats, y: Floats) -> Floats:
    """Mean product of x and y over pairs of different replicates (last axis); with one replicate, of the same one."""
    count = x.shape[-1]
    same: Floats = np.sum(x * y, axis=-1)
    if count == 1:
        return same
    products: Floats = (x.sum(axis=-1) * y.sum(axis=-1) - same) / (count * (count - 1))
    return products
