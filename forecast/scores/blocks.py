"""Blocks of origins: forecasts from origins that lie close together are about the same weeks."""

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt


class Blocks(NamedTuple):
    """n origins in a row, drawn again in blocks of `length`; windows: how many of them can have no week in common."""

    n: int
    length: int
    windows: int

    @property
    def inflation(self) -> float:
        """Factor on a bootstrap error for the few windows there are: sqrt(windows/(windows - 1)), NaN for one."""
        return math.sqrt(self.windows / (self.windows - 1)) if self.windows > 1 else math.nan


def blocks_of(n: int, horizon: float, step: float, length: int | None = None) -> Blocks:
    """Blocks of n origins `step` weeks apart, each with a forecast of the `horizon` weeks after it.

    length: as many origins as overlap with the first, horizon/step rounded up, at least 2, at most n/2 (and at least
    1). Raises ValueError if n, horizon or step is not above 0 or a length does not fit.
    """
    if n < 1 or not horizon > 0.0 or not step > 0.0:
        raise ValueError(f"{n} origins, horizon {horizon}, step {step}: all must be above 0")
    if length is None:
        length = max(min(max(math.ceil(horizon / step), 2), n // 2), 1)
    if not 1 <= length <= n:
        raise ValueError(f"blocks of {length} do not fit in {n} origins")
    return Blocks(n, length, min(n, math.floor(((n - 1) * step + horizon) / horizon)))


def resampled(blocks: Blocks, rng: np.random.Generator, replicates: int) -> npt.NDArray[np.intp]:
    """Indices [replicates, n] of the moving-block bootstrap (Künsch 1989): blocks end to end, the last one cut."""
    pieces = math.ceil(blocks.n / blocks.length)
    starts = rng.integers(0, blocks.n - blocks.length + 1, size=(replicates, pieces))
    whole = (starts[..., None] + np.arange(blocks.length)).reshape(replicates, -1)
    return np.asarray(whole[:, : blocks.n], dtype=np.intp)
