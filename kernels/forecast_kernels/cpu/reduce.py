"""Counts members while they are simulated: histograms of the weekly series, and members in each regime.

Counts are integers, so the order of members does not matter. A bin law is (scale, low, bins per unit) of a series:
`layout.series` gives the formula of a bin.
"""

import numpy as np
from numba import njit

from forecast_kernels.layout import series as q
from forecast_kernels.layout import state as s
from forecast_kernels.numeric.arithmetic import ONE, ZERO, F, asinh, clip, exp
from forecast_kernels.numeric.jit import scalar

LAST = F(q.BINS - 1)
MASK = np.int64(q.BINS - 1)  # tells the compiler that a bin is never negative
# rows of the state that the series are taken from, in the order of `layout.series`
ROWS = np.array((s.NET, s.WEEKLY, s.HELD, s.SALIENT, s.MEN_0, s.MEN_1, s.FIRES, s.USE, s.LOSS_0, s.LOSS_1), np.int64)


def _bin_law(series: q.Series) -> tuple[float, float, float]:
    """Scale, low end and bins per unit, the last two on the transformed scale."""
    low, high = q.transform(series.low, series.scale), q.transform(series.high, series.scale)
    return (series.scale, low, q.BINS / (high - low))


LAWS = np.array([_bin_law(series) for series in q.SERIES], np.float32)
SECTOR_LAW = np.array(_bin_law(q.SECTOR_SERIES), np.float32)


@scalar
def linear_bin(x, low, per):
    """Bin of a value on a linear scale. low: lower end; per: bins per unit."""
    return np.int32(clip((x - low) * per, ZERO, LAST))


@scalar
def asinh_bin(x, inv_scale, low, per):
    """Bin of a value on the scale asinh(x inv_scale). low: lower end on that scale; per: bins per unit of it."""
    return np.int32(clip((asinh(x * inv_scale) - low) * per, ZERO, LAST))


@scalar
def bin_of(x, scale, low, per, in_logs):
    """Bin of one value, for a GPU thread.

    Parameters
    ----------
    x : value, or its logarithm if `in_logs`
    scale, low, per : bin law; scale 0 means a linear scale
    """
    x = exp(x) if in_logs else x
    return asinh_bin(x, ONE / scale, low, per) if scale > ZERO else linear_bin(x, low, per)


@njit(error_model="numpy", fastmath=False, forceinline=True)
def _fill_bins(row, law, bins):
    """Fills `bins` with the bin of each value of a row, by a bin law."""
    scale, low, per = law[0], law[1], law[2]
    if scale > ZERO:
        inverse = ONE / scale
        for i in range(bins.shape[0]):
            bins[i] = asinh_bin(row[i], inverse, low, per)
    else:
        for i in range(bins.shape[0]):
            bins[i] = linear_bin(row[i], low, per)


@njit(error_model="numpy", fastmath=False)
def count_week(S, X, n, bins, hist, regimes):
    """Adds the first n members of a tile to the histograms and to the regime counts.

    The inner loop goes over series, so that successive increments go to different histograms and need not wait.

    Parameters
    ----------
    S, X : state [NS, W] and sectors [sectors, NX, W]
    n : number of members of the tile to count
    bins : int32[NSER + sectors, W], work space
    hist, regimes : uint32[NSER + sectors, BINS] and uint32[NREG], counts of this week
    """
    for k in range(q.N_SERIES):
        if k != q.FIRES:
            _fill_bins(S[ROWS[k]], LAWS[k], bins[k])
    low, per = LAWS[q.FIRES, 1], LAWS[q.FIRES, 2]
    row, fires = S[s.FIRES], bins[q.FIRES]
    for i in range(fires.shape[0]):
        fires[i] = linear_bin(exp(row[i]), low, per)
    for k in range(X.shape[0]):
        _fill_bins(X[k, s.AREA], SECTOR_LAW, bins[q.N_SERIES + k])
    for i in range(n):
        for k in range(bins.shape[0]):
            hist[k, np.int64(bins[k, i]) & MASK] += np.uint32(1)
        regimes[np.int32(S[s.REGIME, i])] += np.uint32(1)
