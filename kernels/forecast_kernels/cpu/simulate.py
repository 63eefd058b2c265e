"""Simulates members of one branch through all weeks, pool by pool. Compiled once; it releases the GIL.

The bits of a member depend on its inputs, the seed, its number and the week only. They do not depend on threads, on the
other members of a call, on places in a pool or on CPU features.
"""

import numpy as np
from numba import njit

from forecast_kernels.cpu import lanes
from forecast_kernels.cpu.reduce import count_week
from forecast_kernels.cpu.tiles import (
    END_DL,
    END_DP,
    END_DS,
    END_L,
    END_N,
    END_P,
    END_R,
    END_S,
    END_V,
    POOL,
    STRETCH,
    TILES,
    W,
    all_at_rest,
    any_of,
    inner,
    kinds,
    pack,
)
from forecast_kernels.layout import sectors as c
from forecast_kernels.layout import series as q
from forecast_kernels.layout import state as s
from forecast_kernels.model import front
from forecast_kernels.numeric import channels
from forecast_kernels.numeric.arithmetic import F
from forecast_kernels.numeric.draws import week_blocks
from forecast_kernels.steps import start
from forecast_kernels.steps.clock import times

U64 = np.uint64


@inner
def copy_in(source, columns, rows):
    """Copies columns of source[R, n] to rows[R, W]. columns: index of the column for each lane."""
    for r in range(source.shape[0]):
        for i in range(W):
            rows[r, i] = source[r, columns[i]]


@inner
def copy_trace(S, X, trace, first):
    """Copies the state and the sector areas into trace[NS + S, members] from column `first` on."""
    for i in range(min(W, trace.shape[1] - first)):
        for k in range(s.NS):
            trace[k, first + i] = S[k, i]
        for k in range(X.shape[0]):
            trace[s.NS + k, first + i] = X[k, s.AREA, i]


@inner
def grid_index(week):
    """Index of a week among the grid weeks, in which histograms are counted, or -1."""
    if week <= q.DENSE_WEEKS:
        return week
    after = week - q.DENSE_WEEKS
    return q.DENSE_WEEKS + after // q.SPARSE_STEP if after % q.SPARSE_STEP == 0 else -1


@njit(error_model="numpy", fastmath=False, nogil=True, cache=True)
def simulate(
    seed, member0, horizon, params, donors, levers, donor_levers, sectors, fitted, out, donor_out, hist, regimes, trace
):
    """Simulates members member0 .. member0 + n - 1 of one branch for `horizon` weeks.

    Parameters
    ----------
    seed, member0, horizon : integers: seed of the run, number of the first member, weeks
    params : float32[NP, n], inputs, see `layout.parameters`
    donors : float32[ND, NDP, n], inputs of the donors, see `layout.donors`
    levers, donor_levers : float32[NL, n] and float32[ND, NDL, n], settings of the branch, see `layout.levers`
    sectors : float32[S, NSEC], see `layout.sectors`
    fitted : float32[NF], coefficients of the pilot, see `layout.fitted`
    out, donor_out, hist, regimes, trace : arrays to fill or to add to, see `cpu.buffers.Buffers`

    If the trace has rows, members keep their lanes (no re-packing).
    """
    key = U64(seed)
    n_total = params.shape[1]
    n_donors = donors.shape[0]
    n_sectors = sectors.shape[0]
    n_blocks = week_blocks(n_sectors)
    once = np.empty((4 * start.ONCE_BLOCKS, W), np.uint32)
    Z = np.empty((4 * n_blocks, W), F)
    U = np.empty((4 * n_blocks, W), F)
    M = np.empty((TILES, END_N, W), F)
    D = np.empty((TILES, n_donors, END_DS, W), F)
    X = np.empty((TILES, n_sectors, s.NX, W), F)
    ids = np.empty((TILES, W), U64)
    columns = np.empty(POOL, np.int64)
    bins = np.empty((q.N_SERIES + n_sectors, W), np.int32)
    paces = np.empty(n_sectors, F)
    for k in range(n_sectors):
        paces[k] = front.pace(sectors[k, c.SHARE], sectors[k, c.ACTIVE_STAY], sectors[k, c.ACTIVE_OPEN])
    for first in range(0, n_total, POOL):
        n = min(POOL, n_total - first)
        n_tiles = (n + W - 1) // W
        for a in range(n_tiles * W):
            columns[a] = first + min(a, n - 1)
            ids[a // W, a % W] = U64(member0) + U64(columns[a])
        for tile in range(n_tiles):
            m, mine = M[tile], columns[tile * W : (tile + 1) * W]
            P, L, V, S, R = m[:END_P], m[END_P:END_L], m[END_L:END_V], m[END_V:END_S], m[END_S:END_R]
            copy_in(params, mine, P)
            copy_in(levers, mine, L)
            for k in range(n_donors):
                copy_in(donors[k], mine, D[tile, k, :END_DP])
                copy_in(donor_levers[k], mine, D[tile, k, END_DP:END_DL])
            lanes.draw_words(key, channels.ONCE, ids[tile], 0, once)
            lanes.draw_normals(key, channels.SECTOR_START, ids[tile], 0, 0, Z)
            lanes.begin(P, L, D[tile], V, S, R, X[tile], fitted, sectors, once, Z)
            count_week(S, X[tile], min(W, n - tile * W), bins, hist[0], regimes[0])
            if trace.shape[0] > 0:
                copy_trace(S, X[tile], trace[0], first + tile * W)
        for begin in range(0, horizon, STRETCH):
            for tile in range(n_tiles):
                m, d, x, who = M[tile], D[tile], X[tile], ids[tile]
                P, L, V, S = m[:END_P], m[END_P:END_L], m[END_L:END_V], m[END_V:END_S]
                R, N = m[END_S:END_R], m[END_R:END_N]
                for step in range(begin, min(begin + STRETCH, horizon)):
                    t, week, years, fade2, fade3 = times(step)
                    if trace.shape[0] == 0 and all_at_rest(S[s.REGIME], t):
                        lanes.week_over(P, V, S, R, week, step + 1)
                    else:
                        moves, rests, calm = kinds(S[s.REGIME])
                        if moves:
                            lanes.draw_week(key, channels.WEEKLY, who, step, N, Z, U)
                            lanes.week_resources(P, L, d, V, S, R, N, t, week, years, fade3, True)
                            lanes.week_losses(P, V, S, N, t, years)
                        else:
                            lanes.draw_oil(key, channels.WEEKLY, who, step, N)
                            lanes.week_resources(P, L, d, V, S, R, N, t, week, years, fade3, False)
                        if rests:
                            lanes.week_quiet(P, V, S, t)
                        if moves:
                            lanes.week_front(P, L, V, S, R, N, x, sectors, paces, Z, U, t, years, fade2)
                        if rests:
                            lanes.week_still(S)
                        if calm:
                            lanes.week_danger(P, L, d, V, S)
                        if moves:
                            lanes.week_turn(P, L, V, S, R, week, True)
                        else:
                            lanes.week_turn(P, L, V, S, R, week, False)
                        if rests and any_of(S[s.EVENT_BROKEN]):
                            lanes.renew(V, S, R)
                        if rests and any_of(S[s.EVENT_RESUME]):
                            lanes.draw_week(key, channels.RETURN, who, step, N, Z, U)
                            lanes.catch_up(P, V, S, N, x, sectors, Z, U)
                        lanes.week_ledger(P, L, V, S, R, week, step + 1)
                    g = grid_index(step + 1)
                    if g >= 0:
                        count_week(S, x, min(W, n - tile * W), bins, hist[g], regimes[g])
                    if trace.shape[0] > 0:
                        copy_trace(S, x, trace[step + 1], first + tile * W)
            if trace.shape[0] == 0:
                pack(M, D, X, ids, columns, n)
        for a in range(n):
            for j in range(out.shape[0]):
                out[j, columns[a]] = M[a // W, END_S + j, a % W]
            for k in range(n_donors):
                donor_out[k, columns[a]] = D[a // W, k, END_DL + s.SPENT, a % W]
