"""What every layout shares: the key of a column, the call, and random words by counter."""

import zlib
from collections.abc import Iterator
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from forecast_kernels.numeric.philox import philox_arrays

TWO_32 = 4294967296.0
BLOCK = 65_536
"""Random words made at a time: bounds the temporaries and keeps them in cache."""


class PriorKey(NamedTuple):
    """Names one column of the cube: `stream` (CRC-32 of the prior's name) and Sobol `dimension` (1, 2, ...)."""

    name: str
    stream: int
    dimension: int


class UnitCube(Protocol):
    """A design bound to its priors."""

    draws: int

    def columns(self, draw_lo: int, draw_hi: int) -> NDArray[np.float64]:
        """float64[K, draw_hi - draw_lo] in the open interval (0, 1); safe to call from several threads."""

    def clusters(self, draws: NDArray[np.int64]) -> NDArray[np.int64]:
        """The cluster of each draw: draws of different clusters are independent."""


def prior_key(name: str, dimension: int | None) -> PriorKey:
    """The key of a prior; a prior without a Sobol dimension gets 0, which only the Sobol layout refuses."""
    return PriorKey(name, zlib.crc32(name.encode("utf-8")), dimension or 0)


def check_range(draw_lo: int, draw_hi: int, draws: int) -> None:
    """Raises ValueError unless 0 <= draw_lo <= draw_hi <= draws."""
    if not 0 <= draw_lo <= draw_hi <= draws:
        raise ValueError(f"draws {draw_lo} to {draw_hi} lie outside a design of {draws} draws")


def check_streams(keys: list[PriorKey]) -> None:
    """Raises ValueError if two priors would get the same random column."""
    seen: dict[int, str] = {}
    for key in keys:
        other = seen.setdefault(key.stream, key.name)
        if other != key.name:
            raise ValueError(f"priors '{other}' and '{key.name}' share a random stream: rename one of them")


def words(
    seed: int, channel: int, streams: NDArray[np.uint64], draws: NDArray[np.uint64]
) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """First and second random word of every stream (rows) at every draw (columns), uint64 holding 32 bits."""
    low = (draws & np.uint64(0xFFFFFFFF))[None, :]
    high = (draws >> np.uint64(32))[None, :]
    zero = np.uint64(0)
    w0, w1, _, _ = philox_arrays(low, high, zero, streams[:, None], np.uint64(seed), np.uint64(channel))
    return w0, w1


def blocks(rows: int, columns: int) -> Iterator[slice]:
    """Row ranges of about BLOCK elements."""
    step = max(1, BLOCK // max(1, columns))
    for start in range(0, rows, step):
        yield slice(start, min(start + step, rows))
