"""Turnover of the front: twice the geometric mean of the weekly gross gains of both sides.

The kernel splits a net gain n into gross gains G - U = n with G U = (turnover/2)^2, so the turnover of a record is
2 sqrt(mean(G U)) over its weeks.
"""

from pathlib import Path

import numpy as np

from forecast.scores.block_bootstrap import Indices, block_errors
from studies.front_statistics.observations import Floats, weekly


def turnover(folder: Path, maps: tuple[str, ...], seed: int) -> dict[str, tuple[float, float]]:
    """Value and block-bootstrap error by map, km2 a week, and the slope of ln(G U) on the net gain in 100 km2."""
    found = {}
    for number, name in enumerate(maps, 1):
        table = weekly(folder, name)
        gain, counter = (np.nansum(x, axis=1) for x in (table.gain, table.counter))
        told = ~np.isnan(table.gain).any(axis=1)
        product, net = (gain * counter)[told], (gain - counter)[told]

        def value(picked: Indices, product: Floats = product) -> Floats:
            return np.array(2.0 * np.sqrt(product[picked].mean()))

        def slope(picked: Indices, product: Floats = product, net: Floats = net) -> Floats:
            positive = picked[product[picked] > 0.0]
            return np.array(np.polyfit(net[positive] / 100.0, np.log(product[positive]), 1)[0])

        every = np.arange(len(product))
        for label, statistic in ((f"map_{number}", value), (f"trend_{number}", slope)):
            error = float(block_errors(statistic, len(product), seed))
            found[label] = (float(statistic(every)), error)
    return found
