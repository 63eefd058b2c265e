"""Guard: the lane loops of a week must use packed floats. Without it a careless edit costs a factor of ten."""

import re

import numpy as np
import pytest
from numba import njit

from forecast_kernels.cpu import lanes
from forecast_kernels.cpu import tiles as m
from forecast_kernels.layout import state as s
from forecast_kernels.numeric.arithmetic import ONE
from tests.kernels.loops import packed_share, scalar_loops

W, F, U64 = m.W, np.float32, np.uint64
BLOCKS = 4
PACKED_SHARE = 0.95  # all but what is computed once for a loop


def code_of(function, *args):
    jitted = njit(error_model="numpy")(function)
    jitted(*args)
    return next(iter(jitted.inspect_llvm().values()))


def slow_loops(function, *args):
    """What is wrong with the optimised code of a function: loops that are not packed, too few packed instructions."""
    code = code_of(function, *args)
    packed = packed_share(code)
    return [*scalar_loops(code), *([f"packed share {packed:.2f}"] if packed < PACKED_SHARE else [])]


def draws(seed):  # a row that nobody reads would be optimised away, hence the variable indices below
    rows = np.zeros((m.END_N, W), F)
    N = rows[m.END_R :]
    ids = np.zeros(W, U64)
    Z, U = np.zeros((4 * BLOCKS, W), F), np.zeros((4 * BLOCKS, W), F)
    lanes.draw_week(U64(seed), 4, ids, 3, N, Z, U)
    return Z[seed, seed] + U[seed, seed] + rows[seed, seed]


def resources(n_donors, week, moves):
    rows = np.zeros((m.END_N, W), F)
    P, L, V, S = rows[: m.END_P], rows[m.END_P : m.END_L], rows[m.END_L : m.END_V], rows[m.END_V : m.END_S]
    R, N = rows[m.END_S : m.END_R], rows[m.END_R :]
    D = np.zeros((n_donors, m.END_DS, W), F)
    t = F(week)
    lanes.week_resources(P, L, D, V, S, R, N, t, t, t, t, moves)
    return rows[week, week] + D[0, week, week]


def battle(C, week):
    rows = np.zeros((m.END_N, W), F)
    P, L, V, S = rows[: m.END_P], rows[m.END_P : m.END_L], rows[m.END_L : m.END_V], rows[m.END_V : m.END_S]
    R, N = rows[m.END_S : m.END_R], rows[m.END_R :]
    X = np.zeros((C.shape[0], s.NX, W), F)
    Z, U = np.zeros((4 * BLOCKS, W), F), np.zeros((4 * BLOCKS, W), F)
    t = F(week)
    lanes.week_losses(P, V, S, N, t, t)
    lanes.week_front(P, L, V, S, R, N, X, C, C[:, 0], Z, U, t, t, t)
    return rows[week, week] + X[0, 0, week]


def calm(C, week):
    rows = np.zeros((m.END_N, W), F)
    P, L, V, S = rows[: m.END_P], rows[m.END_P : m.END_L], rows[m.END_L : m.END_V], rows[m.END_V : m.END_S]
    R, N = rows[m.END_S : m.END_R], rows[m.END_R :]
    X, D = np.zeros((C.shape[0], s.NX, W), F), np.zeros((3, m.END_DS, W), F)
    Z, U = np.zeros((4 * BLOCKS, W), F), np.zeros((4 * BLOCKS, W), F)
    t = F(week)
    lanes.week_quiet(P, V, S, t)
    lanes.week_still(S)
    lanes.week_danger(P, L, D, V, S)
    lanes.week_turn(P, L, V, S, R, t, True)
    lanes.week_turn(P, L, V, S, R, t, False)
    lanes.catch_up(P, V, S, N, X, C, Z, U)
    lanes.week_ledger(P, L, V, S, R, t, 1)
    lanes.week_over(P, V, S, R, t, 1)
    return rows[week, week] + X[0, 0, week]


def test_that_draws_are_packed():
    assert not slow_loops(draws, 7)


@pytest.mark.parametrize("moves", [True, False])
def test_that_resource_loops_are_packed(moves):
    assert not slow_loops(resources, 2, 10, moves)


def test_that_battle_loops_are_packed():
    assert not slow_loops(battle, np.ones((13, 8), F), 10)


def test_that_the_loops_of_peace_are_packed():
    assert not slow_loops(calm, np.ones((13, 8), F), 10)


def test_that_the_guard_sees_a_loop_that_is_not_packed():
    def scalar(x):
        for i in range(1, x.size):
            x[i] = x[i - 1] * F(0.5) + x[i]
        return x

    assert packed_share(code_of(scalar, np.ones(64, F))) == 0 and scalar_loops(code_of(scalar, np.ones(64, F)))


def test_that_the_guard_sees_one_loop_among_packed_ones():
    def mostly_packed(n_donors, week, moves):
        rows = np.zeros((m.END_N, W), F)
        P, V, S, R = rows[: m.END_P], rows[m.END_L : m.END_V], rows[m.END_V : m.END_S], rows[m.END_S : m.END_R]
        L, N = rows[m.END_P : m.END_L], rows[m.END_R :]
        D = np.zeros((n_donors, m.END_DS, W), F)
        t = F(week)
        lanes.week_resources(P, L, D, V, S, R, N, t, t, t, t, moves)
        for i in range(1, W):
            S[s.STOCK, i] = S[s.STOCK, i] + S[s.STOCK, i - 1] * S[s.USE, i - 1]
            S[s.GAP, i] = S[s.GAP, i - 1] * S[s.STOCK, i] + ONE / (ONE + S[s.GAP, i])
        return rows[week, week] + D[0, week, week]

    assert slow_loops(mostly_packed, 2, 10, True)


def test_that_no_lane_calls_a_mathematics_library():
    code = code_of(battle, np.ones((13, 8), F), 10)
    assert not re.search(r"call [^\n]*@(expf?|logf?|tanhf?|powf?|llvm\.(exp|log|pow)\.)\b", code)
