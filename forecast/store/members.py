"""Kernel outcome rows to the columns of `members/branch=*/`."""

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

if TYPE_CHECKING:
    from forecast.config import Experiment


def member_table(
    exp: "Experiment", member0: int, out: NDArray[np.float32], donor_out: NDArray[np.float32]
) -> pa.Table:
    """Result rows of members member0 .. member0+n-1 of one branch; out [NO, n], donor_out [ND, n], both float32."""
    raise NotImplementedError
