"""The kernel's draw functions, compiled over arrays of words: what is tested is the machine code that runs."""

import numpy as np
from numba import njit

from forecast_kernels.model import ceasefire, collapse, front
from forecast_kernels.numeric import draws
from forecast_kernels.numeric.philox import philox_arrays

F = np.float32
ZERO, ONE = F(0.0), F(1.0)


def words(seed: int, n: int, count: int = 1) -> np.ndarray:
    """uint32 (count, n) from NumPy's generator, so that nothing but the transformation is tested."""
    return np.random.default_rng(seed).integers(0, 2**32, (count, n), dtype=np.uint32)


def stream(seed: int, channel: int, members: int, week: int, unit: int) -> np.ndarray:
    """uint32 (4, members): one counter block of every member, as the kernel lays its counters out."""
    n = np.arange(members, dtype=np.uint64)
    rest = (np.uint64(x) for x in (0, week, unit, seed, channel))
    zero, *tail = rest
    return np.stack([np.broadcast_to(w, n.shape) for w in philox_arrays(n, zero + n * zero, *tail)]).astype(np.uint32)


@njit
def uniforms(w):
    out = np.empty(len(w), np.float32)
    for i in range(len(w)):
        out[i] = draws.uniform(w[i])
    return out


@njit
def normal_pairs(w0, w1):
    a, b = np.empty(len(w0), np.float32), np.empty(len(w0), np.float32)
    for i in range(len(w0)):
        a[i], b[i] = draws.normals(w0[i], w1[i])
    return a, b


@njit
def students(w0, w1):
    out = np.empty(len(w0), np.float32)
    for i in range(len(w0)):
        out[i] = draws.student6(w0[i], w1[i])
    return out


@njit
def exponentials(w):
    out = np.empty(len(w), np.float32)
    for i in range(len(w)):
        out[i] = draws.exponential(w[i])
    return out


@njit
def further_needs(u, count):
    out = np.empty(len(u), np.float32)
    for i in range(len(u)):
        out[i] = ceasefire.further_need(u[i], count)
    return out


@njit
def cdf_and_quantile(x, p):
    low, high = np.empty(len(x), np.float32), np.empty(len(p), np.float32)
    for i in range(len(x)):
        low[i] = draws.normal_cdf(x[i])
    for i in range(len(p)):
        high[i] = draws.normal_quantile(p[i])
    return low, high


@njit
def accession_ages(u, ever, median, sdlog, west_german=ONE, clause=ONE):
    out = np.empty(len(u), np.float32)
    for i in range(len(u)):
        out[i] = ceasefire.accession_age(u[i], ever, median, sdlog, ONE, ZERO, west_german, clause)
    return out


@njit
def lands_lost(u, settle):
    out = np.empty(len(u), np.float32)
    for i in range(len(u)):
        out[i] = collapse.partial_loss(u[i], settle)
    return out


@njit
def ruptures(u, thinned, rate_0, rate_1, slope, smallest, tail, largest):
    """Released areas times three (a pool that was empty releases a third) and the two flags, (4, n)."""
    out = np.empty((4, len(u)), np.float32)
    zero, one = np.float32(0.0), np.float32(1.0)
    for i in range(len(u)):
        _, _, out_0, out_1, open_0, open_1 = front.rupture(
            u[i], zero, zero, thinned, one, rate_0, rate_1, slope, smallest, tail, largest
        )
        out[0, i], out[1, i] = np.float32(3.0) * out_0, np.float32(3.0) * out_1
        out[2, i], out[3, i] = open_0, open_1
    return out
