"""Moving-block bootstrap (Künsch 1989): indices, blocks of origins that overlap, standard errors over weeks."""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.intp]

MONTH = 4  # weeks of dependence that standard errors over weeks allow for
REPEATS = 1000


def block_indices(n: int, length: int, steps: int, replicates: int, rng: np.random.Generator) -> Indices:
    """Indices of bootstrap series made of blocks of consecutive entries, end to end, the last block cut.

    Parameters
    ----------
    n : int
        Entries of the original series; all starts inside it are equally likely.
    length : int
        Entries of a block.
    steps : int
        Entries of a bootstrap series.
    replicates : int
        Number of bootstrap series.
    rng : numpy.random.Generator
        Draws the starts.

    Returns
    -------
    intp[replicates, steps]
        Indices 0 .. n - 1.
    """
    starts = rng.integers(0, n - length + 1, size=(replicates, math.ceil(steps / length)))
    whole = (starts[..., None] + np.arange(length)).reshape(replicates, -1)
    return np.asarray(whole[:, :steps], dtype=np.intp)


class Blocks(NamedTuple):
    """n origins in a row, resampled in blocks of `length`; windows: forecasts among them without a common week."""

    n: int
    length: int
    windows: int

    @property
    def inflation(self) -> float:
        """Factor on a bootstrap error because windows are few: sqrt(windows/(windows - 1)), NaN for one."""
        return math.sqrt(self.windows / (self.windows - 1)) if self.windows > 1 else math.nan

    def resampled(self, rng: np.random.Generator, replicates: int) -> Indices:
        """Indices intp[replicates, n] of resampled origins."""
        return block_indices(self.n, self.length, self.n, replicates, rng)


def blocks_of(n: int, horizon: float, step: float, length: int | None = None) -> Blocks:
    """Blocks of origins: forecasts from origins that lie close together are about the same weeks.

    Parameters
    ----------
    n : int
        Number of origins.
    horizon : float
        Weeks that each forecast covers.
    step : float
        Weeks between origins.
    length : int, optional
        Origins in a block. By default as many as overlap with the first, horizon/step rounded up, at least 2, at most
        n/2 (and at least 1).

    Raises
    ------
    ValueError
        If n, horizon or step is not above 0, or the length does not fit.
    """
    if n < 1 or not horizon > 0.0 or not step > 0.0:
        raise ValueError(f"{n} origins, horizon {horizon}, step {step}: all must be above 0")
    if length is None:
        length = max(min(max(math.ceil(horizon / step), 2), n // 2), 1)
    if not 1 <= length <= n:
        raise ValueError(f"blocks of {length} do not fit in {n} origins")
    return Blocks(n, length, min(n, math.floor(((n - 1) * step + horizon) / horizon)))


def block_errors(statistic: Callable[[Indices], Floats], weeks: int, seed: int) -> Floats:
    """Standard errors of a statistic of weekly series, with blocks of 4 weeks and 1,000 bootstrap series.

    Parameters
    ----------
    statistic : callable
        Takes the indices intp[weeks] of one bootstrap series and returns float64[...].
    weeks : int
        Weeks of the series.
    seed : int
        Of the bootstrap.

    Returns
    -------
    float64[...]
        Standard deviation over bootstrap series, entry by entry.
    """
    rng = np.random.Generator(np.random.PCG64(seed))
    values = np.array([statistic(block_indices(weeks, MONTH, weeks, 1, rng)[0]) for _ in range(REPEATS)])
    return np.asarray(np.std(values, axis=0, ddof=1))
