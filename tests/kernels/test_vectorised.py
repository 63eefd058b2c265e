"""Guard: the lane loops of a week must use packed floats. Without it a careless edit costs a factor of ten."""

import re

import numpy as np
from numba import njit

from forecast_kernels import simulate as m
from forecast_kernels.layout import donors, levers, state

W, F = m.W, np.float32
N_BLOCKS = 4


def packed_loops(function, *args):
    """Number of vectorised loop bodies with packed float arithmetic in the optimised code of a function."""
    jitted = njit(error_model="numpy")(function)
    jitted(*args)
    code = next(iter(jitted.inspect_llvm().values()))
    bodies = re.findall(r"^vector\.body[\w.]*:(.*?)^(?=\S+:)", code, flags=re.M | re.S)
    packed = re.compile(r"(fmul|fadd|fsub|fdiv|fcmp \w+|llvm\.fma[\w.]*\() ?<\d+ x float>|llvm\.fma\.v\d+f32")
    return sum(1 for body in bodies if packed.search(body))


def draws(seed):  # a row that nobody reads would be optimised away, hence the variable indices below
    z, words = np.empty((4 * N_BLOCKS, W), F), np.empty((4 * N_BLOCKS, W), np.uint32)
    m.draw_normals(m.U64(seed), 4, m.U64(0), 3, z)
    m.draw_words(m.U64(seed), 4, m.U64(0), 3, N_BLOCKS, words)
    return z[seed, seed] + words[seed, seed]


def resources(n_donors, week):
    rows = np.empty((m.END_O, W), F)
    P, L, V, S, R = (
        rows[: m.END_P],
        rows[m.END_P : m.END_L],
        rows[m.END_L : m.END_V],
        rows[m.END_V : m.END_S],
        rows[m.END_S :],
    )
    DP = np.empty((n_donors, donors.N_DONOR_PARAMETERS, W), F)
    DL = np.empty((n_donors, levers.N_DONOR_LEVERS, W), F)
    DS, Z = np.empty((n_donors, state.NDS, W), F), np.empty((16, W), F)
    t = F(week)
    m.week_resources(P, L, DP, DL, DS, V, S, R, Z[0], t, t, t, t)
    return rows[week, week] + DS[0, week, week]


def battle(C, week):
    rows = np.empty((m.END_O, W), F)
    P, L, V, S, R = (
        rows[: m.END_P],
        rows[m.END_P : m.END_L],
        rows[m.END_L : m.END_V],
        rows[m.END_V : m.END_S],
        rows[m.END_S :],
    )
    n = C.shape[0]
    a, b, c, d = np.empty((n, W), F), np.empty((n, W), F), np.empty((n, W), F), np.empty((n, W), F)
    e, f, Z, words = np.empty((n, W), F), np.empty((n, W), F), np.empty((16, W), F), np.empty((16, W), np.uint32)
    t = F(week)
    m.week_battle(P, L, V, S, R, C, C[:, 0], a, b, c, d, e, f, Z, words, t, t, t)
    return rows[week, week] + a[0, week] + d[0, week]


def peace(n_sectors, week):
    rows = np.empty((m.END_O, W), F)
    P, L, V, S, R = (
        rows[: m.END_P],
        rows[m.END_P : m.END_L],
        rows[m.END_L : m.END_V],
        rows[m.END_V : m.END_S],
        rows[m.END_S :],
    )
    fort = np.empty((n_sectors, W), F)
    t = F(week)
    m.week_peace(P, L, V, S, R, fort, t, t, t, t)
    return rows[week, week] + fort[0, week]


def test_that_draws_are_packed():
    assert packed_loops(draws, 7) >= 1


def test_that_resource_loops_are_packed():
    assert packed_loops(resources, 2, 10) >= 5


def test_that_battle_loops_are_packed():
    sectors = np.ones((13, 8), F)
    assert packed_loops(battle, sectors, 10) >= 6


def test_that_peace_loops_are_packed():
    assert packed_loops(peace, 13, 10) >= 5  # of six: the smallest loop is unrolled away


def test_that_the_guard_sees_a_loop_that_is_not_packed():
    def scalar(x):
        for i in range(1, x.size):
            x[i] = x[i - 1] * F(0.5) + x[i]
        return x

    assert packed_loops(scalar, np.ones(64, F)) == 0


def test_that_no_lane_calls_a_mathematics_library():
    jitted = njit(error_model="numpy")(battle)
    jitted(np.ones((13, 8), F), 10)
    code = next(iter(jitted.inspect_llvm().values()))
    assert not re.search(r"call [^\n]*@(expf?|logf?|tanhf?|powf?|llvm\.(exp|log|pow)\.)\b", code)
