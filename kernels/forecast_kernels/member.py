"""One member's beginning and week: the order of the scalar functions where there are no lane loops.

The oracle runs these as plain Python, a GPU thread compiled for its device. Arrays as in `lanes`, the member at column
i; per sector [S, W]: share, active, area, fort, weight, counter.
"""

import numpy as np

from forecast_kernels import channels
from forecast_kernels.arithmetic import ONE, U32, ZERO, F, exp
from forecast_kernels.draws import normals
from forecast_kernels.lanes import battle, ledger, peace, resources, start, terms
from forecast_kernels.layout import parameters as p
from forecast_kernels.layout import sectors as c
from forecast_kernels.philox import philox4x32
from forecast_kernels.portable import kept, portable

U64 = np.uint64
LOW, HIGH = U64(0xFFFFFFFF), U64(32)
ONCE, SECTOR_START, WEEKLY = U64(channels.ONCE), U64(channels.SECTOR_START), U64(channels.WEEKLY)
GLOBAL_DRAWS = 3  # weekly normals, and weekly words, that belong to no sector


@portable
def week_blocks(n_sectors):
    """Counter blocks of four words that a week's normals take; its words take as many."""
    return (GLOBAL_DRAWS + n_sectors + 3) // 4


@portable
def draw_words(seed, channel, member, week, first_unit, blocks, words, i):
    """Fills words[4 * blocks, i]; unit = first_unit + block."""
    for b in range(blocks):
        w0, w1, w2, w3 = philox4x32(member & LOW, member >> HIGH, U64(week), U64(first_unit + b), seed, channel)
        words[4 * b, i] = U32(w0)
        words[4 * b + 1, i] = U32(w1)
        words[4 * b + 2, i] = U32(w2)
        words[4 * b + 3, i] = U32(w3)


@portable
def draw_normals(seed, channel, member, week, blocks, Z, i):
    """Fills Z[4 * blocks, i] with normals; unit = block."""
    for b in range(blocks):
        w0, w1, w2, w3 = philox4x32(member & LOW, member >> HIGH, U64(week), U64(b), seed, channel)
        z0, z1 = normals(U32(w0), U32(w1))
        z2, z3 = normals(U32(w2), U32(w3))
        Z[4 * b, i] = z0
        Z[4 * b + 1, i] = z1
        Z[4 * b + 2, i] = z2
        Z[4 * b + 3, i] = z3


@kept
def begin(seed, member, P, L, DP, C, E, V, S, R, DS, share, active, area, fort, Z, once, i):
    """Derived quantities, one-off draws and the state at week 0. C: sectors[S, NSEC], E: fitted[NF]."""
    draw_words(seed, ONCE, member, 0, 0, start.ONCE_BLOCKS, once, i)
    start.shares(P, DP, DS, V, i)
    start.front_and_supply(P, V, S, i)
    start.once(P, V, S, once, i)
    start.economy_and_politics(P, L, V, S, i)
    terms.expectation(P, V, E, i)
    terms.values(P, L, V, i)
    terms.anchor(P, V, E, i)
    start.peace(P, L, V, i)
    start.ledger(P, V, S, R, i)
    start.will_odds(DS, V, i)
    draw_normals(seed, SECTOR_START, member, 0, week_blocks(C.shape[0]), Z, i)
    for k in range(C.shape[0]):
        share[k, i] = P[p.SHARE_SD, i] * Z[k, i]
        active[k, i] = C[k, c.ACTIVE_T0]
        area[k, i] = ZERO
        fort[k, i] = P[p.FORT_T0, i]


@kept
def week(seed, member, step, P, L, DP, DL, C, V, S, R, DS, share, active, area, fort, weight, counter, Z, words, i):
    """Week step + 1. Z, words: room for the week's normals (oil, loss, level, sectors) and words."""
    t, now = F(step), F(step + 1)
    years = t * F(1.0 / 52.0)
    fade2, fade3 = ONE - exp(F(-0.5) * years), ONE - exp(F(-1.0 / 3.0) * years)
    blocks = week_blocks(C.shape[0])
    draw_normals(seed, WEEKLY, member, step, blocks, Z, i)
    draw_words(seed, WEEKLY, member, step, blocks, blocks, words, i)
    resources.economics(P, L, V, S, Z[0], t, i)
    resources.threat(P, L, V, S, DS, R, t, now, years, i)
    for k in range(DP.shape[0]):
        resources.commits(P, L, V, S, DP[k], DL[k], DS[k], t, i)
    for k in range(DP.shape[0]):
        resources.deliveries(V, S, DP[k], DL[k], DS[k], t, i)
    resources.fires(P, V, S, years, fade3, i)
    battle.attrit(P, V, S, Z[1], Z[2], i)
    battle.manpower(P, L, V, S, t, years, i)
    battle.level(P, L, V, S, R, Z[2], words[1], words[2], words[0], t, fade2, i)
    for k in range(C.shape[0]):
        pace = C[k, c.SHARE] * (C[k, c.ACTIVE_OPEN] + ONE - C[k, c.ACTIVE_STAY]) / C[k, c.ACTIVE_OPEN]
        battle.weigh(
            V, S, C[k], pace, share[k], active[k], area[k], weight[k], counter[k], Z[GLOBAL_DRAWS + k],
            words[GLOBAL_DRAWS + k], i,
        )  # fmt: skip
    for k in range(C.shape[0]):
        battle.advance(P, S, C[k], area[k], fort[k], weight[k], counter[k], i)
    battle.settle_front(S, i)
    peace.bargain(P, L, V, S, t, years, fade2, i)
    peace.danger(P, L, V, S, i)
    peace.turn(P, L, V, S, R, now, i)
    for k in range(C.shape[0]):
        peace.rebuild(S, fort[k], i)
    ledger.book(P, L, V, S, R, now, i)
    ledger.beyond(P, S, i)
    ledger.snapshot(S, R, step + 1, i)
