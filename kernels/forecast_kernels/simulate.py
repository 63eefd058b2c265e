"""The loops over members: blocks of W members, weeks, one lane loop per step. Compiled once, releases the GIL.

Bits depend on (seed, member, horizon's weeks) only: not on threads, chunks, block width or CPU features.
"""

import numpy as np
from numba import njit

from forecast_kernels import channels
from forecast_kernels.arithmetic import ONE, ZERO, F, exp
from forecast_kernels.draws import normals
from forecast_kernels.lanes import battle, ledger, peace, resources, start, terms
from forecast_kernels.layout import levers as lv
from forecast_kernels.layout import outcomes as o
from forecast_kernels.layout import parameters as p
from forecast_kernels.layout import sectors as c
from forecast_kernels.layout import series as q
from forecast_kernels.layout import state as s
from forecast_kernels.philox import philox4x32
from forecast_kernels.reduce import count_week

W = 128
U64 = np.uint64
LOW = U64(0xFFFFFFFF)
END_P = p.N_PARAMETERS
END_L = END_P + lv.N_LEVERS
END_V = END_L + s.NV
END_S = END_V + s.NS
END_O = END_S + o.N_OUTCOMES  # one buffer, constant offsets: the compiler sees that rows do not overlap
lane = njit(error_model="numpy", fastmath=False, forceinline=True)


@lane
def draw_words(seed, channel, member, week, first_unit, words):
    """Fills words[4 * blocks, W]: four words a counter block, unit = first_unit + block."""
    for b in range(words.shape[0] // 4):
        r0, r1, r2, r3 = words[4 * b], words[4 * b + 1], words[4 * b + 2], words[4 * b + 3]
        for i in range(W):
            m = member + U64(i)
            w0, w1, w2, w3 = philox4x32(m & LOW, m >> U64(32), U64(week), U64(first_unit + b), seed, U64(channel))
            r0[i], r1[i], r2[i], r3[i] = np.uint32(w0), np.uint32(w1), np.uint32(w2), np.uint32(w3)


@lane
def draw_normals(seed, channel, member, week, Z):
    """Fills Z[4 * blocks, W] with normals: the first blocks of a channel, two words a pair, unit = block."""
    for b in range(Z.shape[0] // 4):
        r0, r1, r2, r3 = Z[4 * b], Z[4 * b + 1], Z[4 * b + 2], Z[4 * b + 3]
        for i in range(W):
            m = member + U64(i)
            w0, w1, w2, w3 = philox4x32(m & LOW, m >> U64(32), U64(week), U64(b), seed, U64(channel))
            r0[i], r1[i] = normals(np.uint32(w0), np.uint32(w1))
            r2[i], r3[i] = normals(np.uint32(w2), np.uint32(w3))


@lane
def copy_in(source, member, n, target):
    """Columns member .. member + n of source[R, N] into target[R, W]; the last one fills the rest."""
    for r in range(target.shape[0]):
        for i in range(W):
            target[r, i] = source[r, member + (i if i < n else n - 1)]


@lane
def begin(P, L, DP, DS, V, S, R, E, words):
    """Derived quantities, one-off draws and the state at week 0."""
    for i in range(W):
        start.shares(P, DP, DS, V, i)
    for i in range(W):
        start.front_and_supply(P, V, S, i)
    for i in range(W):
        start.once(P, V, S, words, i)
    for i in range(W):
        start.economy_and_politics(P, L, V, S, i)
    for i in range(W):
        terms.expectation(P, V, E, i)
        terms.values(P, L, V, i)
        terms.anchor(P, V, E, i)
        start.peace(P, L, V, i)
    for i in range(W):
        start.ledger(P, V, S, R, i)
        start.will_odds(DS, V, i)


@lane
def week_resources(P, L, DP, DL, DS, V, S, R, Z, t, week, years, fade3):
    """Steps 1 and 2."""
    for i in range(W):
        resources.economics(P, L, V, S, Z, t, i)
    for i in range(W):
        resources.threat(P, L, V, S, DS, R, t, week, years, i)
    for k in range(DP.shape[0]):
        for i in range(W):
            resources.commits(P, L, V, S, DP[k], DL[k], DS[k], t, i)
    for k in range(DP.shape[0]):
        for i in range(W):
            resources.deliveries(V, S, DP[k], DL[k], DS[k], t, i)
    for i in range(W):
        resources.fires(P, V, S, years, fade3, i)


@lane
def week_battle(P, L, V, S, R, C, paces, share, active, area, fort, weight, counter, Z, words, t, years, fade2):
    """Steps 3 to 5. Z rows: oil, loss, level, sectors; words: rupture, shock (2), sectors."""
    for i in range(W):
        battle.attrit(P, V, S, Z[1], Z[2], i)
    for i in range(W):
        battle.manpower(P, L, V, S, t, years, i)
    u, w0, w1 = words[0], words[1], words[2]
    for i in range(W):
        battle.level(P, L, V, S, R, Z[2], w0, w1, u, t, fade2, i)
    for k in range(C.shape[0]):
        for i in range(W):
            battle.weigh(
                V, S, C[k], paces[k], share[k], active[k], area[k], weight[k], counter[k], Z[3 + k],
                words[3 + k], i,
            )  # fmt: skip
    for k in range(C.shape[0]):
        for i in range(W):
            battle.advance(P, S, C[k], area[k], fort[k], weight[k], counter[k], i)
    for i in range(W):
        battle.settle_front(S, i)


@lane
def week_peace(P, L, V, S, R, fort, t, week, years, fade2):
    """Steps 6 to 10."""
    for i in range(W):
        peace.bargain(P, L, V, S, t, years, fade2, i)
    for i in range(W):
        peace.danger(P, L, V, S, i)
    for i in range(W):
        peace.turn(P, L, V, S, R, week, i)
    for k in range(fort.shape[0]):
        for i in range(W):
            peace.rebuild(S, fort[k], i)
    for i in range(W):
        ledger.book(P, L, V, S, R, week, i)
    for i in range(W):
        ledger.beyond(P, S, i)


@lane
def snapshots(S, R, week):
    """Copies the named weeks."""
    if (week == 4) | (week == 13) | (week == 26) | (week == 52) | (week == 104) | (week == 520):
        for i in range(W):
            ledger.snapshot(S, R, week, i)


@lane
def look(S, area, row):
    """Copies the state and the sector areas of the first members into row[NS + S, members]."""
    for k in range(S.shape[0]):
        for i in range(row.shape[1]):
            row[k, i] = S[k, i]
    for k in range(area.shape[0]):
        for i in range(row.shape[1]):
            row[S.shape[0] + k, i] = area[k, i]


@njit(error_model="numpy", fastmath=False, nogil=True, cache=True)
def simulate(
    seed, member0, horizon, params, donors, levers, donor_levers, sectors, fitted, out, donor_out, hist, regimes, trace
):
    """Runs members member0 .. member0 + n - 1 of one branch for `horizon` weeks.

    seed, member0, horizon: integers; params f32[NP, n]; donors f32[ND, NDP, n]; levers f32[NL, n]; donor_levers
    f32[ND, NDL, n]; sectors f32[S, NSEC]; fitted f32[NF]. Fills out f32[NO, n] and donor_out f32[ND, n]; adds to hist
    u32[G, NSER + S, BINS] and regimes u32[G, NREG]; fills trace f32[horizon + 1, NS + S, k] with the state and
    the sector areas of the first k members (k at most W) if it has rows.
    """
    n_total = params.shape[1]
    n_donors = donors.shape[0]
    n_sectors = sectors.shape[0]
    n_blocks = (3 + n_sectors + 3) // 4
    words = np.empty((4 * n_blocks, W), np.uint32)
    once = np.empty((4 * start.ONCE_BLOCKS, W), np.uint32)
    Z = np.empty((4 * n_blocks, W), F)
    M = np.empty((END_O, W), F)
    P, L, V, S, R = M[:END_P], M[END_P:END_L], M[END_L:END_V], M[END_V:END_S], M[END_S:END_O]
    DP = np.empty((n_donors, donors.shape[1], W), F)
    DL = np.empty((n_donors, donor_levers.shape[1], W), F)
    DS = np.empty((n_donors, s.NDS, W), F)
    share = np.empty((n_sectors, W), F)
    active = np.empty((n_sectors, W), F)
    area = np.empty((n_sectors, W), F)
    fort = np.empty((n_sectors, W), F)
    weight = np.empty((n_sectors, W), F)
    counter = np.empty((n_sectors, W), F)
    bins = np.empty(W, np.int32)
    paces = np.empty(n_sectors, F)
    for k in range(n_sectors):
        stay, opening = sectors[k, c.ACTIVE_STAY], sectors[k, c.ACTIVE_OPEN]
        paces[k] = sectors[k, c.SHARE] * (opening + ONE - stay) / opening
    for first in range(0, n_total, W):
        n = min(W, n_total - first)
        member = U64(member0) + U64(first)
        copy_in(params, first, n, P)
        copy_in(levers, first, n, L)
        for k in range(n_donors):
            copy_in(donors[k], first, n, DP[k])
            copy_in(donor_levers[k], first, n, DL[k])
        draw_words(U64(seed), channels.ONCE, member, 0, 0, once)
        begin(P, L, DP, DS, V, S, R, fitted, once)
        draw_normals(U64(seed), channels.SECTOR_START, member, 0, Z)
        for k in range(n_sectors):
            for i in range(W):
                share[k, i] = P[p.SHARE_SD, i] * Z[k, i]
                active[k, i] = sectors[k, c.ACTIVE_T0]
                area[k, i] = ZERO
                fort[k, i] = P[p.FORT_T0, i]
        count_week(S, area, n, bins, hist[0], regimes[0])
        if (trace.shape[0] > 0) & (first == 0):
            look(S, area, trace[0])
        g = 1
        for step in range(horizon):
            t, week = F(step), step + 1
            years = t * F(1.0 / 52.0)
            fade2, fade3 = ONE - exp(F(-0.5) * years), ONE - exp(F(-1.0 / 3.0) * years)
            draw_normals(U64(seed), channels.WEEKLY, member, step, Z)
            draw_words(U64(seed), channels.WEEKLY, member, step, n_blocks, words)
            week_resources(P, L, DP, DL, DS, V, S, R, Z[0], t, F(week), years, fade3)
            week_battle(
                P, L, V, S, R, sectors, paces, share, active, area, fort, weight, counter, Z, words,
                t, years, fade2,
            )  # fmt: skip
            week_peace(P, L, V, S, R, fort, t, F(week), years, fade2)
            snapshots(S, R, week)
            if (week <= q.DENSE_WEEKS) | ((week - q.DENSE_WEEKS) % q.SPARSE_STEP == 0):
                count_week(S, area, n, bins, hist[g], regimes[g])
                g += 1
            if (trace.shape[0] > 0) & (first == 0):
                look(S, area, trace[week])
        for j in range(out.shape[0]):
            for i in range(n):
                out[j, first + i] = R[j, i]
        for k in range(n_donors):
            for i in range(n):
                donor_out[k, first + i] = DS[k, s.SPENT, i]
