"""`timeseries.nc`: quantile bands, regime shares and histograms per branch and week, CF-1.11."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from forecast.store.parquet import FileEntry

if TYPE_CHECKING:
    from forecast.config import Experiment

LEVELS = (0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975)


def write_timeseries(
    exp: "Experiment", totals: Mapping[str, tuple[NDArray[np.int64], NDArray[np.int64]]], folder: Path
) -> FileEntry:
    """Write `folder / timeseries.nc` from `WorkArea.totals()`."""
    raise NotImplementedError
