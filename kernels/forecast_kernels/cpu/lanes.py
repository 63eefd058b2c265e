"""The lane loops of a week: one loop over the members of a tile for each step. Compiled into `simulate`."""

import numpy as np

from forecast_kernels.cpu.tiles import END_DL, END_DP, W, lane
from forecast_kernels.layout import state as s
from forecast_kernels.numeric.draws import normals, student6, uniform
from forecast_kernels.numeric.philox import philox4x32
from forecast_kernels.steps import battle, ledger, peace, resources, rest, start, terms

U64 = np.uint64
LOW, S32 = U64(0xFFFFFFFF), U64(32)


@lane
def words(seed, channel, ids, week, unit, i):
    """Four random words of one member."""
    m = ids[i]
    w0, w1, w2, w3 = philox4x32(m & LOW, m >> S32, U64(week), U64(unit), seed, U64(channel))
    return np.uint32(w0), np.uint32(w1), np.uint32(w2), np.uint32(w3)


@lane
def draw_words(seed, channel, ids, week, target):
    """Fills target[4 * blocks, W] with words, unit = block."""
    for b in range(target.shape[0] // 4):
        for i in range(W):
            target[4 * b, i], target[4 * b + 1, i], target[4 * b + 2, i], target[4 * b + 3, i] = words(
                seed, channel, ids, week, b, i
            )


@lane
def draw_normals(seed, channel, ids, week, first, Z):
    """Fills Z[4 * blocks, W] from block `first` on with normals, two words a pair, unit = block."""
    for b in range(first, Z.shape[0] // 4):
        r0, r1, r2, r3 = Z[4 * b], Z[4 * b + 1], Z[4 * b + 2], Z[4 * b + 3]
        for i in range(W):
            w0, w1, w2, w3 = words(seed, channel, ids, week, b, i)
            r0[i], r1[i] = normals(w0, w1)
            r2[i], r3[i] = normals(w2, w3)


@lane
def draw_week(seed, channel, ids, week, N, Z, U):
    """All draws of a week. Normals of oil, loss, level and sectors 3 + k; uniforms: rupture, shock (two), 3 + k."""
    z, u = Z[3], U[3]
    for i in range(W):
        w0, w1, w2, w3 = words(seed, channel, ids, week, 0, i)
        N[s.Z_OIL, i], N[s.Z_LOSS, i] = normals(w0, w1)
        N[s.Z_LEVEL, i], z[i] = normals(w2, w3)
    draw_normals(seed, channel, ids, week, 1, Z)
    blocks = Z.shape[0] // 4
    for i in range(W):
        w0, w1, w2, w3 = words(seed, channel, ids, week, blocks, i)
        N[s.U_RUPTURE, i] = uniform(w0)
        N[s.SHOCK, i] = student6(w1, w2)
        u[i] = uniform(w3)
    for b in range(1, blocks):
        r0, r1, r2, r3 = U[4 * b], U[4 * b + 1], U[4 * b + 2], U[4 * b + 3]
        for i in range(W):
            w0, w1, w2, w3 = words(seed, channel, ids, week, blocks + b, i)
            r0[i], r1[i], r2[i], r3[i] = uniform(w0), uniform(w1), uniform(w2), uniform(w3)


@lane
def draw_oil(seed, channel, ids, week, N):
    """The draws of a week in which the front rests: the oil price alone."""
    for i in range(W):
        w0, w1, _, _ = words(seed, channel, ids, week, 0, i)
        N[s.Z_OIL, i], _ = normals(w0, w1)


@lane
def begin(P, L, D, V, S, R, X, E, C, once, Z):
    """Derived quantities, one-off draws and the state at week 0."""
    DP, DL, DS = D[:, :END_DP], D[:, END_DP:END_DL], D[:, END_DL:]
    for i in range(W):
        start.shares(P, DP, DS, V, i)
    for i in range(W):
        start.front_and_supply(P, V, S, i)
    for i in range(W):
        start.once(P, V, S, once, i)
    for i in range(W):
        start.economy_and_politics(P, L, V, S, DP, DL, DS, i)
    for i in range(W):
        terms.expectation(P, V, E, i)
        terms.values(P, L, V, i)
        terms.anchor(P, V, E, i)
        start.peace(P, L, V, i)
    for i in range(W):
        start.ledger(P, V, S, R, i)
        start.will_odds(DS, V, i)
    for k in range(C.shape[0]):
        for i in range(W):
            start.sector(P, C[k], X[k], Z[k], i)


@lane
def week_resources(P, L, D, V, S, R, N, t, week, years, fade3, moves):
    """Steps 1 and 2. moves: whether the front moves for any member."""
    for i in range(W):
        resources.economics(P, L, V, S, N, t, i)
    if moves:
        lead = D[0, END_DL:]
        for i in range(W):
            resources.threat(P, L, V, S, lead, R, t, week, i)
    for i in range(W):
        resources.measures(P, L, V, S, R, t, week, years, moves, i)
    for k in range(D.shape[0]):
        DP, DL, DS = D[k, :END_DP], D[k, END_DP:END_DL], D[k, END_DL:]
        for i in range(W):
            resources.commits(P, L, V, S, DP, DL, DS, t, i)
    for k in range(D.shape[0]):
        DP, DL, DS = D[k, :END_DP], D[k, END_DP:END_DL], D[k, END_DL:]
        for i in range(W):
            resources.deliveries(S, DP, DL, DS, t, moves, i)
    for i in range(W):
        resources.fires(P, V, S, years, fade3, i)


@lane
def week_losses(P, V, S, N, t, years):
    """Losses and forces, where the front moves for any member."""
    for i in range(W):
        battle.live(P, V, S, i)
    for i in range(W):
        battle.attrit(P, V, S, N, i)
    for i in range(W):
        battle.manpower(P, V, S, t, years, i)


@lane
def week_front(P, L, V, S, R, N, X, C, paces, Z, U, t, years, fade2):
    """Level, sectors and bargaining, where the front moves for any member."""
    for i in range(W):
        battle.level(P, V, S, R, N, t, fade2, i)
    for k in range(C.shape[0]):
        for i in range(W):
            battle.weigh(V, S, C[k], paces[k], X[k], Z[3 + k], U[3 + k], i)
    for i in range(W):
        battle.share_out(V, S, i)
    for k in range(C.shape[0]):
        for i in range(W):
            battle.advance(P, V, S, C[k], X[k], i)
    for i in range(W):
        battle.settle_front(S, i)
    for i in range(W):
        peace.bargain(P, L, V, S, t, years, fade2, i)


@lane
def week_quiet(P, L, V, S):
    """Losses and forces of members who do not fight."""
    for i in range(W):
        rest.quiet(P, L, V, S, i)


@lane
def week_still(S):
    """The front of members who do not fight."""
    for i in range(W):
        rest.still(S, i)


@lane
def week_danger(P, L, V, S):
    """Hazards of a return to war."""
    for i in range(W):
        peace.danger(P, L, V, S, i)


@lane
def catch_up(P, V, S, N, X, C, Z, U):
    """The front of members to whom war came back."""
    for i in range(W):
        rest.catch_up(P, V, S, N, i)
    for k in range(C.shape[0]):
        for i in range(W):
            rest.catch_up_sector(P, S, C[k], X[k], Z[3 + k], U[3 + k], i)
    for i in range(W):
        rest.caught_up(S, i)


@lane
def week_ledger(P, L, V, S, R, week, number):
    """Ledgers; snapshots of the named weeks. number: the week, a whole number."""
    for i in range(W):
        ledger.book(P, L, V, S, R, week, i)
    for i in range(W):
        ledger.beyond(P, V, S, i)
    if (number == 4) | (number == 13) | (number == 26) | (number == 52) | (number == 104) | (number == 520):
        for i in range(W):
            ledger.snapshot(S, R, number, i)


@lane
def week_turn(P, L, V, S, R, week, moves):
    """Events. moves: a constant, see `peace.turn`."""
    for i in range(W):
        peace.turn(P, L, V, S, R, week, moves, i)
