"""Rows of draws for Sobol indices by group of inputs: each row exchanges one group of inputs at a time.

With N rows, draw d is row d % N of block d // N. Blocks 0 and 1 are A and B, two independent vectors of all inputs.
Block 2 + g is A with the inputs of group g from B (Saltelli et al. 2010, "Variance based sensitivity analysis of model
output"). All draws of a row have the same random events, so two blocks differ by their inputs alone, and a group
without inputs repeats A to the bit.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from forecast.config.models import SOBOL_BLOCKS
from forecast.experiment.clusters import clusters_of
from forecast.experiment.designs.columns import PriorKey, check_range
from forecast.experiment.designs.sobol import Sobol

A, B, FIRST_GROUP = 0, 1, 2
SECOND_VECTOR = 10_000
"""Added to the Sobol dimension of an input for its value in B."""


class SobolGroups:
    """A is the Sobol design of the same seed. B has Sobol dimensions of its own."""

    def __init__(self, seed: int, draws: int, keys: list[PriorKey], groups: Sequence[int]) -> None:
        """Set up both vectors.

        Parameters
        ----------
        seed : int
            Seed of the run.
        draws : int
            Number of draws of the run: 26 for each row. A ValueError is raised for another number.
        keys : list of PriorKey
            The drawn priors. A ValueError is raised if their Sobol dimensions are not valid, as in a Sobol design.
        groups : sequence of int
            Group of each prior, from 0 to 23.
        """
        if draws < SOBOL_BLOCKS or draws % SOBOL_BLOCKS:
            raise ValueError(f"{draws} draws are no whole number of rows of {SOBOL_BLOCKS} (layout sobol_groups)")
        if any(key.dimension > SECOND_VECTOR for key in keys):
            raise ValueError(f"a Sobol dimension from 1 to {SECOND_VECTOR} is needed (layout sobol_groups)")
        self.draws = draws
        self._rows = draws // SOBOL_BLOCKS
        self._groups = np.asarray(groups, dtype=np.int64)
        self._a = Sobol(seed, self._rows, keys)
        self._b = Sobol(seed, self._rows, [key._replace(dimension=key.dimension + SECOND_VECTOR) for key in keys])

    def columns(self, draw_lo: int, draw_hi: int) -> NDArray[np.float64]:
        """Return draws draw_lo .. draw_hi-1, float64[K, n_draws]. Draws beyond the design raise ValueError."""
        check_range(draw_lo, draw_hi, self.draws)
        if draw_lo == draw_hi:
            return np.empty((self._groups.size, 0))
        block, row = np.divmod(np.arange(draw_lo, draw_hi), self._rows)
        first, end = int(row.min()), int(row.max()) + 1
        a, b = self._a.columns(first, end), self._b.columns(first, end)
        out = a[:, row - first]
        for group in np.unique(self._groups):
            inputs = np.flatnonzero(self._groups == group)
            exchanged = np.flatnonzero((block == B) | (block == FIRST_GROUP + group))
            out[np.ix_(inputs, exchanged)] = b[np.ix_(inputs, row[exchanged] - first)]
        return out

    def clusters(self, draws: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the scramble of the row of each draw, 0 to 15."""
        return clusters_of("sobol_groups", draws, self.draws)
