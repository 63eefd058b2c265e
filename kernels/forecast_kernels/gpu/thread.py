"""The CUDA kernel: each thread simulates one member of one branch, from its first week to its last."""

from functools import cache

import numpy as np
from numba import cuda

from forecast_kernels.cpu.reduce import LAWS, ROWS, SECTOR_LAW, bin_of
from forecast_kernels.cpu.tiles import END_L, END_N, END_P, END_R, END_S, END_V
from forecast_kernels.gpu.device import simulated
from forecast_kernels.layout import donors as d
from forecast_kernels.layout import levers as lv
from forecast_kernels.layout import series as q
from forecast_kernels.layout import state as s
from forecast_kernels.member import begin, week
from forecast_kernels.numeric.arithmetic import I32, U32, F
from forecast_kernels.numeric.draws import week_blocks
from forecast_kernels.steps.start import ONCE_BLOCKS

U64 = np.uint64
NDP, NDL, NDS, NX = d.N_DONOR_PARAMETERS, lv.N_DONOR_LEVERS, s.NDS, s.NX
ONCE_WORDS = 4 * ONCE_BLOCKS
OPTIONS = {
    "fastmath": False,
    "cache": True,
    "lto": False,
}  # lto: linking would compile once more, without `strict`


@cache
def kernel_for(n_donors, n_sectors):
    """Compiles the kernel for a number of donors and sectors.

    Call it as kernel[blocks, threads](seed, member0, horizon, inputs, tables, results). The last three are tuples, with
    arrays as in `simulate`: inputs (params, donors, levers, donor_levers), tables (sectors, fitted), results (out,
    donor_out, hist, regimes). The simulator would wrap bare arrays, which compiled functions do not accept.

    All rows of a member, its inputs included, lie in local memory, which the hardware interleaves over threads. Their
    offsets are constants; for rows in global memory every access would compute a 64-bit address. All rows are in one
    buffer, so the compiler must assume that they overlap. It then loads values again from the L1 cache and does not try
    to hold 300 values in 255 registers.
    """
    draws = 4 * week_blocks(n_sectors)
    end_z, end = END_N + draws, END_N + 2 * draws

    def thread(seed, member0, horizon, inputs, tables, results):
        params, donors, levers, donor_levers = inputs
        C, E = tables
        out, donor_out, hist, regimes = results
        m = cuda.grid(1)
        if m < params.shape[1]:
            rows = cuda.local.array((end, 1), F)
            P, L, V, S, R = rows[:END_P], rows[END_P:END_L], rows[END_L:END_V], rows[END_V:END_S], rows[END_S:END_R]
            N, Z, U = rows[END_R:END_N], rows[END_N:end_z], rows[end_z:end]
            nd = donors.shape[0]  # not n_donors: loops over a constant would be unrolled
            DP = cuda.local.array((n_donors, NDP, 1), F)[:nd]
            DL = cuda.local.array((n_donors, NDL, 1), F)[:nd]
            DS = cuda.local.array((n_donors, NDS, 1), F)[:nd]
            X = cuda.local.array((n_sectors, NX, 1), F)
            once = cuda.local.array((ONCE_WORDS, 1), U32)
            for k in range(END_P):
                P[k, 0] = params[k, m]
            for k in range(L.shape[0]):
                L[k, 0] = levers[k, m]
            for k in range(nd):
                for j in range(NDP):
                    DP[k, j, 0] = donors[k, j, m]
                for j in range(NDL):
                    DL[k, j, 0] = donor_levers[k, j, m]
            key, member = U64(seed), U64(member0) + U64(m)
            begin(key, member, P, L, DP, DL, C, E, V, S, R, DS, X, Z, once, 0)
            g = 0
            for step in range(-1, horizon):
                if step >= 0:
                    week(key, member, step, P, L, DP, DL, C, V, S, R, N, DS, X, Z, U, 0)
                since = step + 1 - q.DENSE_WEEKS
                if (since <= 0) | (since % q.SPARSE_STEP == 0):
                    for k in range(q.N_SERIES):
                        b = bin_of(S[ROWS[k], 0], LAWS[k, 0], LAWS[k, 1], LAWS[k, 2], k == q.FIRES)
                        cuda.atomic.add(hist, (g, k, b), U32(1))
                    for k in range(C.shape[0]):
                        b = bin_of(X[k, s.AREA, 0], SECTOR_LAW[0], SECTOR_LAW[1], SECTOR_LAW[2], False)
                        cuda.atomic.add(hist, (g, q.N_SERIES + k, b), U32(1))
                    cuda.atomic.add(regimes, (g, I32(S[s.REGIME, 0])), U32(1))
                    g += 1
            for k in range(out.shape[0]):
                out[k, m] = R[k, 0]
            for k in range(nd):
                donor_out[k, m] = DS[k, s.SPENT, 0]

    return cuda.jit(thread, **({} if simulated() else OPTIONS))
