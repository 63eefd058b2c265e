"""Parts that all layouts share: the key of a column, the interface of a design, and random words by counter."""

import zlib
from collections.abc import Iterator
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from forecast_kernels.numeric.philox import philox_arrays

TWO_32 = 4294967296.0
BLOCK = 65_536
"""Random words of a block, so that temporary arrays fit in the cache."""


class PriorKey(NamedTuple):
    """Names one column of the cube: `stream` (CRC-32 of the prior's name) and Sobol `dimension` (1, 2, ...)."""

    name: str
    stream: int
    dimension: int


class UnitCube(Protocol):
    """A design: draws in the unit cube, one row per drawn prior. K is the number of these priors."""

    draws: int

    def columns(self, draw_lo: int, draw_hi: int) -> NDArray[np.float64]:
        """Return draws draw_lo .. draw_hi-1, float64[K, n_draws] in (0, 1). Several threads may call it at once."""

    def clusters(self, draws: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the cluster of each draw, int64[n]. Draws of different clusters are independent."""


def prior_key(name: str, dimension: int | None) -> PriorKey:
    """Return the key of a prior. A prior without a Sobol dimension gets 0, which only the Sobol layout refuses."""
    return PriorKey(name, zlib.crc32(name.encode("utf-8")), dimension or 0)


def check_range(draw_lo: int, draw_hi: int, draws: int) -> None:
    """Refuse draws draw_lo .. draw_hi-1 that are not in a design.

    Parameters
    ----------
    draw_lo, draw_hi : int
        First draw, and the draw after the last.
    draws : int
        Number of draws of the design.

    Raises
    ------
    ValueError
        Unless 0 <= draw_lo <= draw_hi <= draws.
    """
    if not 0 <= draw_lo <= draw_hi <= draws:
        raise ValueError(f"draws {draw_lo} to {draw_hi} lie outside a design of {draws} draws")


def check_streams(keys: list[PriorKey]) -> None:
    """Refuse two priors that would get the same random column.

    Raises
    ------
    ValueError
        If two priors share a random stream; the message names them.
    """
    names: dict[int, str] = {}
    for key in keys:
        other = names.setdefault(key.stream, key.name)
        if other != key.name:
            raise ValueError(f"priors '{other}' and '{key.name}' share a random stream: rename one of them")


def words(
    seed: int, channel: int, streams: NDArray[np.uint64], draws: NDArray[np.uint64]
) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Return two random words of every stream at every draw.

    Parameters
    ----------
    seed, channel : int
        Seed of the run, and the channel that separates the uses of random numbers.
    streams : uint64[K]
        Random streams of the priors.
    draws : uint64[n]
        Numbers of the draws.

    Returns
    -------
    two uint64[K, n]
        First and second word, 32 bits each.
    """
    low = (draws & np.uint64(0xFFFFFFFF))[None, :]
    high = (draws >> np.uint64(32))[None, :]
    zero = np.uint64(0)
    w0, w1, _, _ = philox_arrays(low, high, zero, streams[:, None], np.uint64(seed), np.uint64(channel))
    return w0, w1


def blocks(rows: int, columns: int) -> Iterator[slice]:
    """Yield ranges of rows that hold about BLOCK elements each."""
    step = max(1, BLOCK // max(1, columns))
    for start in range(0, rows, step):
        yield slice(start, min(start + step, rows))
