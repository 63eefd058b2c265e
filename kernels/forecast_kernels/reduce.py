"""Streaming reductions: histograms of the weekly series and counts of regimes. Integers, so that order is nothing."""

import numpy as np
from numba import njit

from forecast_kernels.arithmetic import ZERO, F, asinh, clip, exp
from forecast_kernels.layout import series as q
from forecast_kernels.layout import state as s
from forecast_kernels.portable import portable

LAST = F(q.BINS - 1)
ROWS = (s.NET, s.WEEKLY, s.HELD, s.SALIENT, s.MEN_0, s.MEN_1, s.FIRES, s.USE, s.LOSS_0, s.LOSS_1)


def _law(series: q.Series) -> tuple[float, float, float]:
    low, high = q.transform(series.low, series.scale), q.transform(series.high, series.scale)
    return (series.scale, low, q.BINS / (high - low))


LAWS = np.array([_law(one) for one in q.SERIES], np.float32)
SECTOR_LAW = np.array(_law(q.SECTOR_SERIES), np.float32)


@portable
def bin_of(x, scale, low, per, log_scale):
    """The bin that a value falls into; with `log_scale` it comes as its logarithm."""
    x = exp(x) if log_scale else x
    z = asinh(x / scale) if scale > ZERO else x
    return np.int32(clip((z - low) * per, ZERO, LAST))


@njit(error_model="numpy", fastmath=False, forceinline=True)
def count(row, law, log_scale, n, bins, hist):
    """Adds the first n values of a row to one histogram; `bins` is a scratch row."""
    scale, low, per = law[0], law[1], law[2]
    for i in range(bins.shape[0]):
        bins[i] = bin_of(row[i], scale, low, per, log_scale)
    for i in range(n):
        hist[bins[i]] += np.uint32(1)


@njit(error_model="numpy", fastmath=False, forceinline=True)
def count_week(S, X, n, bins, hist, regimes):
    """Adds one week of a block to the histograms [NSER + S, BINS] and regime counts [NREG]."""
    for k in range(q.N_SERIES):
        count(S[ROWS[k]], LAWS[k], k == q.FIRES, n, bins, hist[k])
    for k in range(X.shape[0]):
        count(X[k, s.AREA], SECTOR_LAW, False, n, bins, hist[q.N_SERIES + k])
    for i in range(n):
        regimes[np.int32(S[s.REGIME, i])] += np.uint32(1)
