"""The same scalar functions, run as plain Python, one member at a time: slow, and the check of everything compiled.

Meant for NUMBA_DISABLE_JIT=1: then nothing is jitted, no lane loops, no tiles, no fused instructions of the CPU.
"""

import numpy as np

from forecast_kernels import member as one
from forecast_kernels.layout import outcomes as o
from forecast_kernels.layout import state as s
from forecast_kernels.numeric.arithmetic import F
from forecast_kernels.numeric.draws import week_blocks
from forecast_kernels.steps import start


def run_member(seed, member, horizon, params, donors, levers, donor_levers, sectors, fitted):
    """One member of one branch.

    params f32[NP], donors f32[ND, NDP], levers f32[NL], donor_levers f32[ND, NDL], fitted f32[NF].
    Returns out f32[NO], donor_out f32[ND] and trace f32[horizon + 1, NS + S].
    """
    seed, member = np.uint64(seed), np.uint64(member)
    n_sectors, n_donors = sectors.shape[0], donors.shape[0]
    rows = 4 * week_blocks(n_sectors)
    P, L = params.reshape(-1, 1), levers.reshape(-1, 1)
    DP, DL = donors[:, :, None], donor_levers[:, :, None]
    V, S, R = np.zeros((s.NV, 1), F), np.zeros((s.NS, 1), F), np.zeros((o.N_OUTCOMES, 1), F)
    DS, X = np.zeros((n_donors, s.NDS, 1), F), np.zeros((n_sectors, s.NX, 1), F)
    N, Z, U = np.zeros((s.NN, 1), F), np.zeros((rows, 1), F), np.zeros((rows, 1), F)
    once = np.zeros((4 * start.ONCE_BLOCKS, 1), np.uint32)
    trace = np.zeros((horizon + 1, s.NS + n_sectors), F)
    one.begin(seed, member, P, L, DP, DL, sectors, fitted, V, S, R, DS, X, Z, once, 0)
    trace[0] = np.concatenate((S[:, 0], X[:, s.AREA, 0]))
    for step in range(horizon):
        one.week(seed, member, step, P, L, DP, DL, sectors, V, S, R, N, DS, X, Z, U, 0)
        trace[step + 1] = np.concatenate((S[:, 0], X[:, s.AREA, 0]))
    return R[:, 0], DS[:, s.SPENT, 0].copy(), trace
