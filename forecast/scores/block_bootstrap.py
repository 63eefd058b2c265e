"""Resamples time series by the moving-block bootstrap (Künsch 1989), and computes standard errors from the samples.

The entries of a series are weeks, or origins. An origin is the last day that a forecast knows; origins are in order of
time. A bootstrap series consists of blocks of consecutive entries of the original one, so it keeps their dependence.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.intp]

BLOCK_WEEKS = 4  # length of a block of weeks: dependence beyond it is ignored
REPLICATES = 1000


def block_indices(n: int, length: int, series_length: int, replicates: int, rng: np.random.Generator) -> Indices:
    """Draw bootstrap series as indices of the original entries. The last block of a series is cut if it does not fit.

    Parameters
    ----------
    n : int
        Number of entries of the original series.
    length : int
        Entries of a block, at most n. All starts that leave room for a whole block (0 .. n - length) are equally
        likely.
    series_length : int
        Entries of a bootstrap series.
    replicates : int
        Number of bootstrap series.
    rng : numpy.random.Generator
        Draws the starts.

    Returns
    -------
    intp[replicates, series_length]
        Indices 0 .. n - 1.
    """
    starts = rng.integers(0, n - length + 1, size=(replicates, math.ceil(series_length / length)))
    series = (starts[..., None] + np.arange(length)).reshape(replicates, -1)
    return np.asarray(series[:, :series_length], dtype=np.intp)


class OriginBlocks(NamedTuple):
    """How to resample consecutive origins.

    Attributes
    ----------
    n : int
        Number of origins.
    length : int
        Origins in a block.
    windows : int
        How many periods of `horizon` weeks fit into the weeks that all forecasts cover together, at most n:
        floor(((n - 1) step + horizon)/horizon).
    """

    n: int
    length: int
    windows: int

    @property
    def error_factor(self) -> float:
        """Factor that corrects a bootstrap error for few windows: sqrt(windows/(windows - 1)), NaN for one window."""
        return math.sqrt(self.windows / (self.windows - 1)) if self.windows > 1 else math.nan

    def resampled(self, rng: np.random.Generator, replicates: int) -> Indices:
        """Draw `replicates` bootstrap series: intp[replicates, n], indices of origins."""
        return block_indices(self.n, self.length, self.n, replicates, rng)


def origin_blocks(n: int, horizon: float, step: float, length: int | None = None) -> OriginBlocks:
    """Choose the length of blocks such that forecasts which share weeks are resampled together.

    Parameters
    ----------
    n : int
        Number of origins.
    horizon : float
        Weeks that each forecast covers.
    step : float
        Weeks from one origin to the next.
    length : int, optional
        Origins in a block. By default the number of successive origins whose forecasts overlap (horizon/step rounded
        up, at least 2), limited to half of the origins (n/2 rounded down, at least 1).

    Raises
    ------
    ValueError
        If n is below 1, horizon or step is not above 0, or the length is not in 1 .. n.
    """
    if n < 1 or not horizon > 0.0 or not step > 0.0:
        raise ValueError(f"{n} origins, horizon {horizon}, step {step}: all must be above 0")
    if length is None:
        length = max(min(max(math.ceil(horizon / step), 2), n // 2), 1)
    if not 1 <= length <= n:
        raise ValueError(f"blocks of {length} do not fit in {n} origins")
    return OriginBlocks(n, length, min(n, math.floor(((n - 1) * step + horizon) / horizon)))


def block_errors(statistic: Callable[[Indices], Floats], weeks: int, seed: int) -> Floats:
    """Estimate standard errors of a statistic of weekly series, from 1,000 bootstrap series with blocks of 4 weeks.

    Parameters
    ----------
    statistic : callable
        Takes one bootstrap series as indices intp[weeks] of the original weeks, and returns float64[...].
    weeks : int
        Number of weeks of the original series.
    seed : int
        Seed of the bootstrap.

    Returns
    -------
    float64[...]
        Standard deviation of each entry of the statistic.
    """
    rng = np.random.Generator(np.random.PCG64(seed))
    values = np.array([statistic(block_indices(weeks, BLOCK_WEEKS, weeks, 1, rng)[0]) for _ in range(REPLICATES)])
    return np.asarray(np.std(values, axis=0, ddof=1))
