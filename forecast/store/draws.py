"""Prior values to the columns of `draws/`."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

if TYPE_CHECKING:
    from forecast.config import Experiment


def draws_table(exp: "Experiment", lo: int, hi: int, columns: Mapping[str, NDArray[np.float32]]) -> pa.Table:
    """Rows of members lo .. hi-1; columns: prior name -> float32 [hi-lo], one value per member, in the prior's unit."""
    raise NotImplementedError
