"""Plain Monte Carlo. Every draw of every prior has its own counter, so any range of draws can be computed alone."""

import numpy as np
from numpy.typing import NDArray

from forecast.experiment.designs.columns import TWO_32, PriorKey, blocks, check_range, check_streams, words
from forecast_kernels.numeric import channels


class MonteCarlo:
    """Independent uniform draws, u = (word + 1/2) / 2^32.

    The random word has the counter (draw low, draw high, 0, stream) and the key (seed, channel).
    """

    def __init__(self, seed: int, draws: int, keys: list[PriorKey], channel: int = channels.PRIOR_MC) -> None:
        """Set up the columns.

        Parameters
        ----------
        seed : int
            Seed of the run.
        draws : int
            Number of draws of the run.
        keys : list of PriorKey
            The drawn priors. A ValueError is raised if two of them share a random stream.
        channel : int
            Channel of the random numbers, which separates their uses.
        """
        check_streams(keys)
        self.seed = seed
        self.draws = draws
        self.channel = channel
        self.streams = np.array([k.stream for k in keys], dtype=np.uint64)

    def columns(self, draw_lo: int, draw_hi: int) -> NDArray[np.float64]:
        """Return draws draw_lo .. draw_hi-1, float64[K, n_draws]. Draws beyond the design raise ValueError."""
        check_range(draw_lo, draw_hi, self.draws)
        draws = np.arange(draw_lo, draw_hi, dtype=np.uint64)
        out = np.empty((len(self.streams), draws.size), dtype=np.float64)
        for rows in blocks(*out.shape):
            w0, _ = words(self.seed, self.channel, self.streams[rows], draws)
            out[rows] = (w0 + 0.5) / TWO_32
        return out

    def clusters(self, draws: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the draws: every draw is a cluster of its own."""
        return draws
