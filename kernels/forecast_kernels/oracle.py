"""The same scalar functions, run as plain Python, one member at a time: slow, and the check of everything compiled.

Meant for NUMBA_DISABLE_JIT=1: then nothing is jitted, no lane loops, no blocks, no fused instructions of the CPU.
"""

import numpy as np

from forecast_kernels import channels
from forecast_kernels.arithmetic import ONE, F, exp
from forecast_kernels.draws import normals
from forecast_kernels.lanes import battle, ledger, peace, resources, start, terms
from forecast_kernels.layout import outcomes as o
from forecast_kernels.layout import parameters as p
from forecast_kernels.layout import sectors as c
from forecast_kernels.layout import state as s
from forecast_kernels.philox import philox4x32

U64 = np.uint64


def _blocks(seed, channel, member, week, units):
    """Words (uint32) of consecutive counter blocks of one member."""
    words = []
    for unit in units:
        block = philox4x32(U64(member & 0xFFFFFFFF), U64(member >> 32), U64(week), U64(unit), U64(seed), U64(channel))
        words.extend(np.uint32(w) for w in block)
    return words


def run_member(seed, member, horizon, params, donors, levers, donor_levers, sectors, fitted):
    """One member of one branch.

    params f32[NP], donors f32[ND, NDP], levers f32[NL], donor_levers f32[ND, NDL], fitted f32[NF].
    Returns out f32[NO], donor_out f32[ND] and trace f32[horizon + 1, NS + S].
    """
    n_sectors, n_donors = sectors.shape[0], donors.shape[0]
    P, L = params.reshape(-1, 1), levers.reshape(-1, 1)
    DP, DL = donors[:, :, None], donor_levers[:, :, None]
    DS, V = np.zeros((n_donors, s.NDS, 1), F), np.zeros((s.NV, 1), F)
    S, R = np.zeros((s.NS, 1), F), np.zeros((o.N_OUTCOMES, 1), F)
    once = np.array(_blocks(seed, channels.ONCE, member, 0, range(start.ONCE_BLOCKS)), np.uint32).reshape(-1, 1)
    weight, counter = np.zeros((n_sectors, 1), F), np.zeros((n_sectors, 1), F)
    n_blocks = (3 + n_sectors + 3) // 4
    w = _blocks(seed, channels.SECTOR_START, member, 0, range(n_blocks))
    z = [x for k in range(0, 4 * n_blocks, 2) for x in normals(w[k], w[k + 1])]
    share = params[p.SHARE_SD] * np.array(z[:n_sectors], F).reshape(-1, 1)
    active, area = sectors[:, [c.ACTIVE_T0]].copy(), np.zeros((n_sectors, 1), F)
    fort = np.full((n_sectors, 1), params[p.FORT_T0], F)
    start.shares(P, DP, DS, V, 0)
    start.front_and_supply(P, V, S, 0)
    start.once(P, V, S, once, 0)
    start.economy_and_politics(P, L, V, S, 0)
    terms.expectation(P, V, fitted, 0)
    terms.values(P, L, V, 0)
    terms.anchor(P, V, fitted, 0)
    start.peace(P, L, V, 0)
    start.ledger(P, V, S, R, 0)
    start.will_odds(DS, V, 0)
    h = sectors[:, c.SHARE]
    paces = h * (sectors[:, c.ACTIVE_OPEN] + ONE - sectors[:, c.ACTIVE_STAY]) / sectors[:, c.ACTIVE_OPEN]
    trace = np.zeros((horizon + 1, s.NS + n_sectors), F)
    trace[0] = np.concatenate((S[:, 0], area[:, 0]))
    for step in range(horizon):
        t, week = F(step), step + 1
        years = t * F(1.0 / 52.0)
        fade2, fade3 = ONE - exp(F(-0.5) * years), ONE - exp(F(-1.0 / 3.0) * years)
        w = _blocks(seed, channels.WEEKLY, member, step, range(2 * n_blocks))
        z = [x for k in range(0, 4 * n_blocks, 2) for x in normals(w[k], w[k + 1])]
        Z, words = np.array(z, F).reshape(-1, 1), np.array(w[4 * n_blocks :], np.uint32).reshape(-1, 1)
        resources.economics(P, L, V, S, Z[0], t, 0)
        resources.threat(P, L, V, S, DS, R, t, F(week), years, 0)
        for k in range(n_donors):
            resources.commits(P, L, V, S, DP[k], DL[k], DS[k], t, 0)
        for k in range(n_donors):
            resources.deliveries(V, S, DP[k], DL[k], DS[k], t, 0)
        resources.fires(P, V, S, years, fade3, 0)
        battle.attrit(P, V, S, Z[1], Z[2], 0)
        battle.manpower(P, L, V, S, t, years, 0)
        battle.level(P, L, V, S, R, Z[2], words[1], words[2], words[0], t, fade2, 0)
        for k in range(n_sectors):
            battle.weigh(
                V, S, sectors[k], paces[k], share[k], active[k], area[k], weight[k], counter[k], Z[3 + k],
                words[3 + k], 0,
            )  # fmt: skip
        for k in range(n_sectors):
            battle.advance(P, S, sectors[k], area[k], fort[k], weight[k], counter[k], 0)
        battle.settle_front(S, 0)
        peace.bargain(P, L, V, S, t, years, fade2, 0)
        peace.danger(P, L, V, S, 0)
        peace.turn(P, L, V, S, R, F(week), 0)
        for k in range(n_sectors):
            peace.rebuild(S, fort[k], 0)
        ledger.book(P, L, V, S, R, F(week), 0)
        ledger.beyond(P, S, 0)
        ledger.snapshot(S, R, week, 0)
        trace[week] = np.concatenate((S[:, 0], area[:, 0]))
    return R[:, 0], DS[:, s.SPENT, 0].copy(), trace
