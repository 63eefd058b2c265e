"""Scrambled Sobol points. Draws take 16 independent scrambles in turn; each is a low-discrepancy sequence.

Draw d is point d // 16 of scramble d % 16. A scramble multiplies the 32 bits of a point by a random lower triangular
bit matrix with a unit diagonal and adds a random shift (Matousek 1998, "On the L2-discrepancy for anchored boxes").
Points of one scramble are not independent, so standard errors are computed between the sixteen scrambles.
"""

import numpy as np
from numpy.typing import NDArray

from forecast.compat.sobol_directions import BITS, MAX_DIMENSIONS, direction_numbers
from forecast.experiment.clusters import SCRAMBLES, clusters_of
from forecast.experiment.designs.columns import TWO_32, PriorKey, blocks, check_range
from forecast_kernels.numeric import channels
from forecast_kernels.numeric.philox import philox_arrays

SHIFT_ROW = BITS


class Sobol:
    """A scrambled Sobol design. The dimension of a prior is never reused, so a new prior changes no other column."""

    def __init__(self, seed: int, draws: int, keys: list[PriorKey]) -> None:
        """Scramble the direction numbers of the priors' dimensions.

        Parameters
        ----------
        seed : int
            Seed of the run.
        draws : int
            Number of draws of the run.
        keys : list of PriorKey
            The drawn priors.

        Raises
        ------
        ValueError
            If a dimension is below 1, above those of the table, or used twice.
        """
        dimensions = [k.dimension for k in keys]
        for key in keys:
            if not 1 <= key.dimension <= MAX_DIMENSIONS:
                raise ValueError(f"prior '{key.name}': a Sobol dimension from 1 to {MAX_DIMENSIONS} is needed")
            if dimensions.count(key.dimension) > 1:
                raise ValueError(f"prior '{key.name}': Sobol dimension {key.dimension} is used twice")
        self.draws = draws
        numbers = np.array(dimensions, dtype=np.int64)
        directions = direction_numbers(numbers, -(-draws // SCRAMBLES))
        rows = _scramble_words(seed, numbers)
        self.directions = _multiply(_matrices(rows), directions)
        self.shifts = rows[:, :, SHIFT_ROW].copy()

    def columns(self, draw_lo: int, draw_hi: int) -> NDArray[np.float64]:
        """Return draws draw_lo .. draw_hi-1, float64[K, n_draws]. Draws beyond the design raise ValueError."""
        check_range(draw_lo, draw_hi, self.draws)
        first = draw_lo // SCRAMBLES
        index = np.arange(first, -(-draw_hi // SCRAMBLES), dtype=np.uint32)
        gray = index ^ (index >> np.uint32(1))
        used = int(gray.max()).bit_length() if gray.size else 0
        inside = slice(draw_lo - first * SCRAMBLES, draw_hi - first * SCRAMBLES)
        out = np.empty((len(self.shifts), draw_hi - draw_lo), dtype=np.float64)
        for rows in blocks(len(out), index.size * SCRAMBLES):
            point = np.repeat(self.shifts[rows, None, :], index.size, axis=1)
            for bit in range(used):
                taken = ((gray >> np.uint32(bit)) & np.uint32(1)).astype(bool)
                point[:, taken] ^= self.directions[rows, None, :, bit]
            out[rows] = (point.reshape(len(point), -1)[:, inside] + 0.5) / TWO_32
        return out

    def clusters(self, draws: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the scramble of each draw, 0 to 15."""
        return clusters_of("sobol", draws, self.draws)


def _scramble_words(seed: int, dimensions: NDArray[np.int64]) -> NDArray[np.uint32]:
    """Return uint32[K, 16, 33]: a random word per prior, scramble and row of the matrix; the last is for the shift."""
    scramble = np.arange(SCRAMBLES, dtype=np.uint64)[None, :, None]
    row = np.arange(BITS + 1, dtype=np.uint64)[None, None, :]
    dimension = dimensions.astype(np.uint64)[:, None, None]
    key = np.uint64(seed), np.uint64(channels.PRIOR_SOBOL)
    word, _, _, _ = philox_arrays(scramble, dimension, row, np.uint64(0), *key)
    return np.asarray(word, dtype=np.uint32)


def _matrices(rows: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return the matrices, uint32[K, 16, 32]. Row r keeps the r bits before the diagonal bit, which is set.

    Bit 31 is the first.
    """
    r = np.arange(BITS, dtype=np.uint64)
    diagonal = (np.uint64(1) << (np.uint64(BITS - 1) - r)).astype(np.uint32)
    above = ~((diagonal - np.uint32(1)) | diagonal)
    return (rows[:, :, :BITS] & above) | diagonal


def _multiply(matrices: NDArray[np.uint32], directions: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return uint32[K, 16, B]: each matrix times each direction number, in arithmetic modulo 2."""
    out = np.zeros((*matrices.shape[:2], directions.shape[1]), dtype=np.uint32)
    for r in range(BITS):
        parity = np.bitwise_count(matrices[:, :, r, None] & directions[:, None, :]) & np.uint8(1)
        out |= parity.astype(np.uint32) << np.uint32(BITS - 1 - r)
    return out
