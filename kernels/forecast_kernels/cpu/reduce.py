"""Streaming reductions: histograms of the weekly series and counts of regimes.

Counts are integers, so the order of members does not matter."""

import numpy as np
from numba import njit

from forecast_kernels.layout import series as q
from forecast_kernels.layout import state as s
from forecast_kernels.numeric.arithmetic import ONE, ZERO, F, asinh, clip, exp
from forecast_kernels.numeric.jit import scalar

LAST = F(q.BINS - 1)
MASK = np.int64(q.BINS - 1)  # a bin is never negative; this tells the compiler so
ROWS = np.array((s.NET, s.WEEKLY, s.HELD, s.SALIENT, s.MEN_0, s.MEN_1, s.FIRES, s.USE, s.LOSS_0, s.LOSS_1), np.int64)


def _law(series: q.Series) -> tuple[float, float, float]:
    low, high = q.transform(series.low, series.scale), q.transform(series.high, series.scale)
    return (series.scale, low, q.BINS / (high - low))


LAWS = np.array([_law(one) for one in q.SERIES], np.float32)
SECTOR_LAW = np.array(_law(q.SECTOR_SERIES), np.float32)


@scalar
def linear_bin(x, low, per):
    """Bin of a value."""
    return np.int32(clip((x - low) * per, ZERO, LAST))


@scalar
def asinh_bin(x, inv_scale, low, per):
    """Bin of a value by its inverse hyperbolic sine."""
    return np.int32(clip((asinh(x * inv_scale) - low) * per, ZERO, LAST))


@scalar
def bin_of(x, scale, low, per, in_logs):
    """Bin of one value by its law, for a GPU thread. in_logs: the value comes as its logarithm."""
    x = exp(x) if in_logs else x
    return asinh_bin(x, ONE / scale, low, per) if scale > ZERO else linear_bin(x, low, per)


@njit(error_model="numpy", fastmath=False, forceinline=True)
def _bins(row, law, bins):
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
    """Adds the first n members of a tile to the histograms [NSER + S, BINS] and to the regime counts [NREG].

    S[NS, W]: state; X[S, NX, W]: sectors; bins[NSER + S, W]: int32, work space. Increments that follow
    each other go to different histograms, so that none waits for the one before.
    """
    for k in range(q.N_SERIES):
        if k != q.FIRES:
            _bins(S[ROWS[k]], LAWS[k], bins[k])
    low, per = LAWS[q.FIRES, 1], LAWS[q.FIRES, 2]
    row, fires = S[s.FIRES], bins[q.FIRES]
    for i in range(fires.shape[0]):
        fires[i] = linear_bin(exp(row[i]), low, per)
    for k in range(X.shape[0]):
        _bins(X[k, s.AREA], SECTOR_LAW, bins[q.N_SERIES + k])
    for i in range(n):
        for k in range(bins.shape[0]):
            hist[k, np.int64(bins[k, i]) & MASK] += np.uint32(1)
        regimes[np.int32(S[s.REGIME, i])] += np.uint32(1)
