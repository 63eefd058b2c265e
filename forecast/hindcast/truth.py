"""What was observed after an origin: sums over the horizons."""

from collections.abc import Sequence

import numpy as np

from forecast.observations.series import Floats, Observations


def truths(record: Observations, origin: np.datetime64, horizons: Sequence[int]) -> Floats:
    """f64[horizons, sectors + 1]: km2 over the h weeks after `origin`, the total last; NaN where a week is missing."""
    begin = int(np.searchsorted(record.weeks, origin, side="right"))
    table = np.column_stack([record.net, record.total])
    sums = np.full((len(horizons), table.shape[1]), np.nan)
    for row, weeks in zip(sums, horizons, strict=True):
        if begin + weeks <= len(table):
            row[:] = table[begin : begin + weeks].sum(axis=0)
    return sums
