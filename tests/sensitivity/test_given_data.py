"""Indices from given data: the known indices of two functions, with noise of chance; PAWN against SALib."""

import math

import numpy as np
import pytest

from forecast.analysis.draw_means import DrawMean
from forecast.analysis.estimates import critical
from forecast.sensitivity.group_index import group_index
from forecast.sensitivity.outcomes import GROUPS, Outcome
from forecast.sensitivity.pawn import Pawn
from forecast.sensitivity.ranks import order_by, rank_index

SEED = 20241220
VARIANCE = 0.5 + 7.0**2 / 8.0 + 0.1 * math.pi**4 / 5.0 + 0.01 * math.pi**8 / 18.0
FIRST = (0.5 * (1.0 + 0.1 * math.pi**4 / 5.0) ** 2 / VARIANCE, 7.0**2 / 8.0 / VARIANCE, 0.0)  # Ishigami & Homma 1990
REPLICATES = 5


def ishigami(u):
    x = math.pi * (2.0 * u - 1.0)
    return np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def sobol_g(u, a):
    return np.prod((np.abs(4.0 * u - 2.0) + a) / (1.0 + a), axis=1)


def outcome_of(values, rng, noise: float) -> Outcome:
    members = values[:, None] + noise * rng.normal(size=(values.size, REPLICATES))
    means = DrawMean(members.mean(axis=1), np.full(values.size, float(REPLICATES)), members.var(axis=1, ddof=1))
    return Outcome.of(means, np.arange(values.size) % GROUPS)


@pytest.mark.parametrize("noise", [0.0, 6.0])
def test_that_ranks_and_trees_find_the_indices_of_ishigami(noise: float) -> None:
    print(f"seed {SEED}")
    rng = np.random.default_rng(SEED)
    u = rng.random((8000, 4))
    outcome = outcome_of(ishigami(u), rng, noise)
    total = outcome.variance()
    assert total == pytest.approx(VARIANCE, rel=0.08)
    for column, expected in enumerate((*FIRST, 0.0)):
        found = rank_index(order_by(u[:, column]), outcome, total)
        assert abs(found.value - expected) < 4.0 * found.mcse
        assert 0.003 < found.mcse < 0.05
    pair = group_index(u[:, [0, 2]], outcome, total, SEED).estimate  # a lower bound of 1 - S2
    assert 0.85 * (1.0 - FIRST[1]) < pair.value < 1.0 - FIRST[1] + 4.0 * pair.mcse
    nothing = group_index(u[:, [3]], outcome, total, SEED).estimate
    assert abs(nothing.value) < 0.01


def test_that_ranks_find_the_indices_of_the_g_function() -> None:
    print(f"seed {SEED}")
    rng = np.random.default_rng(SEED)
    a = np.array([0.0, 1.0, 4.5, 9.0, 99.0])
    parts = 1.0 / (3.0 * (1.0 + a) ** 2)
    expected = parts / (np.prod(1.0 + parts) - 1.0)
    u = rng.random((8000, a.size))
    outcome = outcome_of(sobol_g(u, a), rng, 0.5)
    for column in range(a.size):
        found = rank_index(order_by(u[:, column]), outcome, outcome.variance())
        assert abs(found.value - expected[column]) < 4.0 * found.mcse


def test_that_pawn_is_that_of_salib_and_a_dummy_stays_below_the_noise() -> None:
    from SALib.analyze import pawn as salib

    print(f"seed {SEED}")
    rng = np.random.default_rng(SEED)
    u = rng.random((480, 4))
    outcome = outcome_of(ishigami(u), rng, 0.0)
    problem = {"num_vars": 4, "names": list("abcd"), "bounds": [[0.0, 1.0]] * 4}
    theirs = salib.analyze(problem, u, outcome.mean, S=10, seed=1)["mean"]
    mine = Pawn(outcome)
    found = [mine.estimate(order_by(u[:, column])) for column in range(4)]
    assert [e.value for e in found] == pytest.approx(list(theirs), abs=0.01)  # it leaves out the last draw of a slice
    noise = mine.noise(4, SEED)
    assert found[3].value < noise.high < found[1].value
    assert noise.mean < noise.high
    assert all(0.0 < e.mcse < 0.1 for e in found)


@pytest.mark.validate
def test_that_errors_by_ranks_cover_the_truth() -> None:
    print(f"seeds from {SEED}")
    inside = np.zeros(3)
    for seed in range(200):
        rng = np.random.default_rng(SEED + seed)
        u = rng.random((2000, 3))
        outcome = outcome_of(ishigami(u), rng, 4.0)
        for column in range(3):
            found = rank_index(order_by(u[:, column]), outcome, outcome.variance())
            inside[column] += abs(found.value - FIRST[column]) < 1.96 * found.mcse
    print(inside / 200)
    assert np.all(inside / 200 > 0.89)
    assert critical(16) > 2.0
