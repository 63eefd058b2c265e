"""The same scalar functions, run as plain Python, one member at a time: slow, and the check of everything compiled.

Meant for NUMBA_DISABLE_JIT=1: then nothing is jitted, no lane loops, no blocks, no fused instructions of the CPU.
"""

import numpy as np

from forecast_kernels.arithmetic import F
from forecast_kernels.lanes.start import ONCE_BLOCKS
from forecast_kernels.layout import outcomes as o
from forecast_kernels.layout import state as s
from forecast_kernels.member import begin, week, week_blocks

U64 = np.uint64


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
    share, active, area, fort, weight, counter = (np.zeros((n_sectors, 1), F) for _ in range(6))
    n_words = 4 * week_blocks(n_sectors)
    Z, words = np.zeros((n_words, 1), F), np.zeros((n_words, 1), np.uint32)
    once = np.zeros((4 * ONCE_BLOCKS, 1), np.uint32)
    key, name = U64(seed), U64(member)
    begin(key, name, P, L, DP, sectors, fitted, V, S, R, DS, share, active, area, fort, Z, once, 0)
    trace = np.zeros((horizon + 1, s.NS + n_sectors), F)
    trace[0] = np.concatenate((S[:, 0], area[:, 0]))
    for step in range(horizon):
        week(
            key, name, step, P, L, DP, DL, sectors, V, S, R, DS, share, active, area, fort, weight, counter, Z, words, 0
        )
        trace[step + 1] = np.concatenate((S[:, 0], area[:, 0]))
    return R[:, 0], DS[:, s.SPENT, 0].copy(), trace
