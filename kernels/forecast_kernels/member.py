"""One member's beginning and week: the order of the scalar functions where there are no lane loops.

The oracle runs these as plain Python, a GPU thread compiled for its device. Arrays as in `lanes`, the member at column
i: X[S, NX, .] of the sectors, Z and U room for a week's normals and uniforms, 3 + S rows rounded up to four each.
"""

import numpy as np

from forecast_kernels.layout import sectors as c
from forecast_kernels.layout import state as s
from forecast_kernels.numeric import channels
from forecast_kernels.numeric.arithmetic import ONE, U32, ZERO, F, exp
from forecast_kernels.numeric.draws import normals, student6, uniform
from forecast_kernels.numeric.jit import cached, scalar
from forecast_kernels.numeric.philox import philox4x32
from forecast_kernels.steps import battle, ledger, peace, resources, rest, start, terms

U64 = np.uint64
LOW, HIGH = U64(0xFFFFFFFF), U64(32)
ONCE, SECTOR_START = U64(channels.ONCE), U64(channels.SECTOR_START)
WEEKLY, RETURN = U64(channels.WEEKLY), U64(channels.RETURN)
GLOBAL_DRAWS = 3  # weekly normals, and weekly words, that belong to no sector


@scalar
def week_blocks(n_sectors):
    """Counter blocks of four words that a week's normals take; its uniforms take as many."""
    return (GLOBAL_DRAWS + n_sectors + 3) // 4


@scalar
def block(seed, channel, member, week, unit):
    """Four words of one counter block."""
    w0, w1, w2, w3 = philox4x32(member & LOW, member >> HIGH, U64(week), U64(unit), seed, channel)
    return U32(w0), U32(w1), U32(w2), U32(w3)


@scalar
def draw_normals(seed, channel, member, week, blocks, Z, i):
    """Fills Z[4 * blocks, i] with normals; unit = block."""
    for b in range(blocks):
        w0, w1, w2, w3 = block(seed, channel, member, week, b)
        Z[4 * b, i], Z[4 * b + 1, i] = normals(w0, w1)
        Z[4 * b + 2, i], Z[4 * b + 3, i] = normals(w2, w3)


@scalar
def draw_uniforms(seed, channel, member, week, blocks, U, i):
    """Fills U[4 * blocks, i] with uniforms, units after the normals'; words 1 and 2 make one Student shock in row 1."""
    for b in range(blocks):
        w0, w1, w2, w3 = block(seed, channel, member, week, blocks + b)
        U[4 * b, i] = uniform(w0)
        U[4 * b + 1, i] = student6(w1, w2) if b == 0 else uniform(w1)
        U[4 * b + 2, i] = uniform(w2)
        U[4 * b + 3, i] = uniform(w3)


@scalar
def draw_week(seed, channel, member, week, blocks, N, Z, U, i):
    """All draws of a week."""
    draw_normals(seed, channel, member, week, blocks, Z, i)
    draw_uniforms(seed, channel, member, week, blocks, U, i)
    N[s.Z_OIL, i] = Z[0, i]
    N[s.Z_LOSS, i] = Z[1, i]
    N[s.Z_LEVEL, i] = Z[2, i]
    N[s.U_RUPTURE, i] = U[0, i]
    N[s.SHOCK, i] = U[1, i]


@cached
def begin(seed, member, P, L, DP, DL, C, E, V, S, R, DS, X, Z, once, i):
    """Derived quantities, one-off draws and the state at week 0. C: sectors[S, NSEC], E: fitted[NF]."""
    for b in range(start.ONCE_BLOCKS):
        once[4 * b, i], once[4 * b + 1, i], once[4 * b + 2, i], once[4 * b + 3, i] = block(seed, ONCE, member, 0, b)
    start.shares(P, DP, DS, V, i)
    start.front_and_supply(P, V, S, i)
    start.once(P, V, S, once, i)
    start.economy_and_politics(P, L, V, S, DP, DL, DS, i)
    terms.expectation(P, V, E, i)
    terms.values(P, L, V, i)
    terms.anchor(P, V, E, i)
    start.peace(P, L, V, i)
    start.ledger(P, V, S, R, i)
    start.will_odds(DS, V, i)
    draw_normals(seed, SECTOR_START, member, 0, week_blocks(C.shape[0]), Z, i)
    for k in range(C.shape[0]):
        start.sector(P, C[k], X[k], Z[k], i)


@scalar
def fight(P, L, V, S, R, N, X, C, Z, U, t, years, fade2, i):
    """Front and bargaining of a member whose front moves."""
    battle.level(P, V, S, R, N, t, fade2, i)
    for k in range(C.shape[0]):
        pace = C[k, c.SHARE] * (C[k, c.ACTIVE_OPEN] + ONE - C[k, c.ACTIVE_STAY]) / C[k, c.ACTIVE_OPEN]
        battle.weigh(V, S, C[k], pace, X[k], Z[GLOBAL_DRAWS + k], U[GLOBAL_DRAWS + k], i)
    battle.share_out(V, S, i)
    for k in range(C.shape[0]):
        battle.advance(P, V, S, C[k], X[k], i)
    battle.settle_front(S, i)
    peace.bargain(P, L, V, S, t, years, fade2, i)


@cached
def week(seed, member, step, P, L, DP, DL, C, V, S, R, N, DS, X, Z, U, i):
    """Week step + 1."""
    t, now = F(step), F(step + 1)
    years = t * F(1.0 / 52.0)
    fade2, fade3 = ONE - exp(F(-0.5) * years), ONE - exp(F(-1.0 / 3.0) * years)
    blocks = week_blocks(C.shape[0])
    regime = S[s.REGIME, i]
    fights = (regime == F(0.0)) | (regime == F(3.0))
    moves = fights | (regime == F(1.0))
    if moves:
        draw_week(seed, WEEKLY, member, step, blocks, N, Z, U, i)
    else:
        w0, w1, _, _ = block(seed, WEEKLY, member, step, 0)
        N[s.Z_OIL, i] = normals(w0, w1)[0]
    resources.economics(P, L, V, S, N, t, i)
    if moves:
        resources.threat(P, L, V, S, DS[0], R, t, now, i)
    resources.measures(P, L, V, S, R, t, now, years, moves, i)
    for k in range(DP.shape[0]):
        resources.commits(P, L, V, S, DP[k], DL[k], DS[k], t, i)
    for k in range(DP.shape[0]):
        resources.deliveries(S, DP[k], DL[k], DS[k], t, moves, i)
    resources.fires(P, V, S, years, fade3, i)
    if moves:
        battle.live(P, V, S, i)
        battle.attrit(P, V, S, N, i)
        battle.manpower(P, V, S, t, years, i)
    if not fights:
        rest.quiet(P, L, V, S, i)
    if moves:
        fight(P, L, V, S, R, N, X, C, Z, U, t, years, fade2, i)
    if not fights:
        rest.still(S, i)
    if regime == F(2.0):
        peace.danger(P, L, V, S, i)
    peace.turn(P, L, V, S, R, now, moves, i)
    if S[s.EVENT_RESUME, i] > ZERO:
        draw_week(seed, RETURN, member, step, blocks, N, Z, U, i)
        rest.catch_up(P, V, S, N, i)
        for k in range(C.shape[0]):
            rest.catch_up_sector(P, S, C[k], X[k], Z[GLOBAL_DRAWS + k], U[GLOBAL_DRAWS + k], i)
        rest.caught_up(S, i)
    ledger.book(P, L, V, S, R, now, i)
    ledger.beyond(P, V, S, i)
    ledger.snapshot(S, R, step + 1, i)
