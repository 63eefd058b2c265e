"""Latin hypercube. Each prior has one draw in each of `draws` equal strata, in a random order of its own."""

import numpy as np
from numpy.typing import NDArray

from forecast.experiment.designs.columns import TWO_32, PriorKey, blocks, check_range, check_streams, words
from forecast_kernels.numeric import channels

BELOW_ONE = float(np.nextafter(1.0, 0.0))


class LatinHypercube:
    """A Latin hypercube. A draw has the rank of its first random word as stratum; a second word places it inside.

    The ranks depend on the number of draws, so a Latin hypercube cannot be extended. They take 4 bytes per draw and
    prior.
    """

    def __init__(self, seed: int, draws: int, keys: list[PriorKey]) -> None:
        """Compute the order of the strata.

        Parameters
        ----------
        seed : int
            Seed of the run.
        draws : int
            Number of draws of the run.
        keys : list of PriorKey
            The drawn priors. A ValueError is raised if two of them share a random stream.
        """
        check_streams(keys)
        self.seed = seed
        self.draws = draws
        self.streams = np.array([k.stream for k in keys], dtype=np.uint64)
        everything = np.arange(draws, dtype=np.uint64)
        self.strata = np.empty((len(keys), draws), dtype=np.uint32)
        for rows in blocks(len(keys), draws):
            w0, _ = words(seed, channels.PRIOR_LHS, self.streams[rows], everything)
            self.strata[rows] = np.argsort(w0, axis=1, kind="stable")

    def columns(self, draw_lo: int, draw_hi: int) -> NDArray[np.float64]:
        """Return draws draw_lo .. draw_hi-1, float64[K, n_draws]. Draws beyond the design raise ValueError."""
        check_range(draw_lo, draw_hi, self.draws)
        draws = np.arange(draw_lo, draw_hi, dtype=np.uint64)
        out = np.empty((len(self.streams), draws.size), dtype=np.float64)
        for rows in blocks(*out.shape):
            _, w1 = words(self.seed, channels.PRIOR_LHS, self.streams[rows], draws)
            out[rows] = (self.strata[rows, draw_lo:draw_hi] + (w1 + 0.5) / TWO_32) / self.draws
        # beyond 2^20 draws the sum may round up to the next stratum, hence to one in the last
        return np.minimum(out, BELOW_ONE)

    def clusters(self, draws: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the draws: every draw is a cluster of its own."""
        return draws
