"""What the kernel gave for one member range in all branches, and its file in the work area."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class BranchBlock(NamedTuple):
    """out [NO, n] f32, donor_out [ND, n] f32, hist [G, NSER+S, BINS] u32, regimes [G, NREG] u32."""

    out: NDArray[np.float32]
    donor_out: NDArray[np.float32]
    hist: NDArray[np.uint32]
    regimes: NDArray[np.uint32]


class RangeResult(NamedTuple):
    """Members lo .. hi-1 (never across a part border), one block per branch in the experiment's order."""

    lo: int
    hi: int
    branches: dict[str, BranchBlock]


def encode(result: RangeResult) -> bytes:
    """Compressed bytes with a checksum."""
    raise NotImplementedError


def decode(data: bytes) -> RangeResult:
    """The inverse. Raises ValueError on torn or foreign bytes."""
    raise NotImplementedError
