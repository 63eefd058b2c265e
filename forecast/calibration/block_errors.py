"""Moving-block bootstrap over weeks: standard errors that allow for a month of dependence."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

BLOCK = 4
REPEATS = 1000
Positions = npt.NDArray[np.int64]


def block_weeks(rng: np.random.Generator, weeks: int, block: int = BLOCK) -> Positions:
    """Positions of one bootstrap series of `weeks` weeks made of blocks of consecutive weeks."""
    starts = rng.integers(0, weeks - block + 1, size=-(-weeks // block))
    return np.concatenate([np.arange(start, start + block) for start in starts])[:weeks]


def block_errors(statistic: Callable[[Positions], Floats], weeks: int, seed: int) -> Floats:
    """Standard deviation of `statistic(positions)` over bootstrap series, entry by entry."""
    rng = np.random.Generator(np.random.PCG64(seed))
    values = np.array([statistic(block_weeks(rng, weeks)) for _ in range(REPEATS)])
    return np.asarray(np.std(values, axis=0, ddof=1))
