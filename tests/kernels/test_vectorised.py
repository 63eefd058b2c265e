"""Guard: the lane loops of a week must use packed floats. Without it a careless edit costs a factor of ten."""

import re

import numpy as np
from numba import njit

from forecast_kernels.cpu import lanes as weekly
from forecast_kernels.cpu import tiles as m
from forecast_kernels.layout import state as s

W, F, U64 = m.W, np.float32, np.uint64
BLOCKS = 4


def code_of(function, *args):
    jitted = njit(error_model="numpy")(function)
    jitted(*args)
    return next(iter(jitted.inspect_llvm().values()))


def packed_share(function, *args):
    """Share of packed instructions in the floating-point arithmetic of the optimised code of a function.

    A loop whose rows the compiler cannot tell apart is there twice, packed and, for rows that do overlap, not: half.
    """
    code = code_of(function, *args)
    kind = r"(?:= f(?:mul|add|sub|div) (?:\w+ )*|@llvm\.fma\.)"
    packed = len(re.findall(kind + r"(?:<\d+ x float>|v\d+f32)", code))
    single = len(re.findall(kind + r"(?:float|f32)\b", code))
    return packed / max(packed + single, 1)


def draws(seed):  # a row that nobody reads would be optimised away, hence the variable indices below
    rows = np.zeros((m.END_N, W), F)
    N = rows[m.END_R :]
    ids = np.zeros(W, U64)
    Z, U = np.zeros((4 * BLOCKS, W), F), np.zeros((4 * BLOCKS, W), F)
    weekly.draw_week(U64(seed), 4, ids, 3, N, Z, U)
    return Z[seed, seed] + U[seed, seed] + rows[seed, seed]


def resources(n_donors, week, moves):
    rows = np.zeros((m.END_N, W), F)
    P, L, V, S = rows[: m.END_P], rows[m.END_P : m.END_L], rows[m.END_L : m.END_V], rows[m.END_V : m.END_S]
    R, N = rows[m.END_S : m.END_R], rows[m.END_R :]
    D = np.zeros((n_donors, m.END_DS, W), F)
    t = F(week)
    weekly.week_resources(P, L, D, V, S, R, N, t, t, t, t, moves)
    return rows[week, week] + D[0, week, week]


def battle(C, week):
    rows = np.zeros((m.END_N, W), F)
    P, L, V, S = rows[: m.END_P], rows[m.END_P : m.END_L], rows[m.END_L : m.END_V], rows[m.END_V : m.END_S]
    R, N = rows[m.END_S : m.END_R], rows[m.END_R :]
    X = np.zeros((C.shape[0], s.NX, W), F)
    Z, U = np.zeros((4 * BLOCKS, W), F), np.zeros((4 * BLOCKS, W), F)
    t = F(week)
    weekly.week_losses(P, V, S, N, t, t)
    weekly.week_front(P, L, V, S, R, N, X, C, C[:, 0], Z, U, t, t, t)
    return rows[week, week] + X[0, 0, week]


def calm(C, week):
    rows = np.zeros((m.END_N, W), F)
    P, L, V, S = rows[: m.END_P], rows[m.END_P : m.END_L], rows[m.END_L : m.END_V], rows[m.END_V : m.END_S]
    R, N = rows[m.END_S : m.END_R], rows[m.END_R :]
    X = np.zeros((C.shape[0], s.NX, W), F)
    Z, U = np.zeros((4 * BLOCKS, W), F), np.zeros((4 * BLOCKS, W), F)
    t = F(week)
    weekly.week_quiet(P, L, V, S)
    weekly.week_still(S)
    weekly.week_danger(P, L, V, S)
    weekly.week_turn(P, L, V, S, R, t, True)
    weekly.week_turn(P, L, V, S, R, t, False)
    weekly.catch_up(P, V, S, N, X, C, Z, U)
    weekly.week_ledger(P, L, V, S, R, t, 1)
    return rows[week, week] + X[0, 0, week]


def test_that_draws_are_packed():
    assert packed_share(draws, 7) > 0.45


def test_that_resource_loops_are_packed():
    assert packed_share(resources, 2, 10, True) > 0.7
    assert packed_share(resources, 2, 10, False) > 0.7


def test_that_battle_loops_are_packed():
    assert packed_share(battle, np.ones((13, 8), F), 10) > 0.9


def test_that_the_loops_of_peace_are_packed():
    assert packed_share(calm, np.ones((13, 8), F), 10) > 0.8


def test_that_the_guard_sees_a_loop_that_is_not_packed():
    def scalar(x):
        for i in range(1, x.size):
            x[i] = x[i - 1] * F(0.5) + x[i]
        return x

    assert packed_share(scalar, np.ones(64, F)) == 0


def test_that_no_lane_calls_a_mathematics_library():
    code = code_of(battle, np.ones((13, 8), F), 10)
    assert not re.search(r"call [^\n]*@(expf?|logf?|tanhf?|powf?|llvm\.(exp|log|pow)\.)\b", code)
