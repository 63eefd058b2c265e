"""PRIM, the patient rule induction method, on the mean outcomes of draws.

PRIM peels off a tenth of the draws at a time, on the side of an input where the mean outcome of the rest rises most,
and at the end pastes back what raises it (Friedman and Fisher 1999, doi:10.1023/A:1008894516817). The peeling is that
of the EMA Workbench (Kwakkel 2017, doi:10.1016/j.envsoft.2017.06.054).
"""

import warnings
from typing import Any

import numpy as np
from numpy.typing import NDArray

from forecast.discovery.boxes import Box, Limit, Sample, add_new, best, simplify

PEEL = 0.1
MIN_SHARE = 0.05
"""Smallest share of the draws that a box may have."""


def peel(sample: Sample) -> tuple[Box, ...]:
    """Find up to two boxes with PRIM: of all boxes on the way, the one that explains most, and the densest one.

    Limits that a box does not need are dropped. The result is empty if no box has a higher mean than all draws.
    """
    rows = rows_by_weight(sample.weight)
    means = sample.mean[rows]
    if np.ptp(means) == 0.0:
        return ()
    widest, densest = (simplify(sample, box) for box in best(sample, _boxes_on_the_way(sample, rows)))
    return add_new(add_new((), widest), densest)


def rows_by_weight(weight: NDArray[np.float64]) -> NDArray[np.int64]:
    """Choose rows in proportion to their weight, int64[draws], as many as have a weight.

    The workbench knows no weights. In these rows every draw stands as often as its weight over the mean weight says,
    rounded up or down (systematic sampling in random order), so the mean over the rows is about that over the members.
    Equal weights give every row once.
    """
    order = np.random.default_rng(0).permutation(np.flatnonzero(weight))
    ends = np.cumsum(weight[order] / weight.sum()) * order.size
    ends[-1] = order.size
    return np.sort(order[np.searchsorted(ends, np.arange(order.size) + 0.5)])


def _boxes_on_the_way(sample: Sample, rows: NDArray[np.int64]) -> list[Box]:
    """The boxes after each peel and paste."""
    import pandas as pd

    with warnings.catch_warnings():  # the import warns of optional packages, the peeling of changes in pandas
        warnings.simplefilter("ignore")
        from ema_workbench.analysis import prim
        from ema_workbench.analysis.scenario_discovery_util import RuleInductionType

        table = pd.DataFrame(sample.inputs[rows], columns=list(sample.names))
        means = sample.mean[rows]
        # from 0 to 1, because the workbench hands means to a binomial test; its peeling is the same on any linear scale
        scaled = (means - means.min()) / np.ptp(means)
        search = prim.Prim(
            table,
            scaled,
            threshold=0.0,
            peel_alpha=PEEL,
            paste_alpha=PEEL,
            mass_min=MIN_SHARE,
            mode=RuleInductionType.REGRESSION,
        )
        found = search.find_box()
        whole = search.box_init
        return [_limits(frame, whole) for frame in found.box_lims]


def _limits(frame: Any, whole: Any) -> Box:
    """Read a table of limits of the workbench: row 0 has the lower ends, row 1 the upper ones."""
    limits = []
    for name in frame.columns:
        (low, high), (lowest, highest) = frame[name], whole[name]
        if low > lowest:
            limits.append(Limit(name, "above", float(low)))
        if high < highest:
            limits.append(Limit(name, "below", float(high)))
    return tuple(limits)
