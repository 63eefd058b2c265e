"""Rules that draw from the record: what they draw, and in which order."""

import numpy as np
import pytest

from forecast.hindcast.benchmarks import BENCHMARKS
from forecast.hindcast.benchmarks.resampling import past_errors

WEEKS = tuple(range(1, 53))


def weekly(rule, past, n=500, seed=3):
    sums = BENCHMARKS[rule](past, WEEKS, n, np.random.default_rng(seed))
    return np.diff(sums, axis=1, prepend=0.0)


def test_that_recent_13_has_mean_and_variance_of_independent_draws(seed):
    rng = np.random.default_rng(seed)
    past = np.concatenate([np.full(50, 1e6), rng.gamma(2.0, 20.0, 13)])
    last, n = past[-13:], 20_000
    got = BENCHMARKS["recent_13"](past, (1, 26), n, rng)
    for column, horizon in zip(got.T, (1, 26), strict=True):
        se = np.sqrt(horizon * last.var() / n)
        assert abs(column.mean() - horizon * last.mean()) < 5 * se  # fails by chance once in a million
        assert column.var() == pytest.approx(horizon * last.var(), rel=0.1)
    assert set(np.unique(got[:, 0])) == set(last)


@pytest.mark.parametrize(("rule", "weeks", "block"), [("climatology_52", 52, 8), ("climatology_104", 104, 4)])
def test_that_climatology_draws_blocks_of_its_window(rule, weeks, block):
    past = np.concatenate([np.full(30, -1e6), np.arange(weeks, dtype=float)])
    path = np.rint(weekly(rule, past)).astype(int)
    assert path.min() >= 0
    assert path.max() <= weeks - 1
    assert set(path[:, 0]) == set(range(weeks - block + 1))  # every start, and no block that leaves the window
    steps = np.diff(path, axis=1)
    inside = (np.arange(steps.shape[1]) + 1) % block != 0
    assert (steps[:, inside] == 1).all()
    assert (steps[:, ~inside] != 1).mean() > 0.9


def test_that_climatology_takes_all_there_is_of_a_short_record():
    past = np.arange(30.0)
    assert set(np.rint(weekly("climatology_104", past)[:, 0]).astype(int)) == set(range(27))


def test_that_persistence_repeats_its_own_errors():
    past = np.array([4.0, 0.0, 8.0, 4.0, 10.0, 2.0, 6.0, 6.0, 1.0, 1.0, 5.0, 9.0, 4.0, 2.0, 6.0])
    # by hand: mean of four, then what came
    assert past_errors(past, 1)[:3] == pytest.approx([10.0 - 4.0, 2.0 - 5.5, 6.0 - 6.0])
    assert past_errors(past, 2)[:2] == pytest.approx([12.0 - 8.0, 8.0 - 11.0])
    assert len(past_errors(past, 4)) == 8
    level = (9.0 + 4.0 + 2.0 + 6.0) / 4
    got = BENCHMARKS["persistence"](past, (1, 2, 4), 5000, np.random.default_rng(0))
    for column, horizon in zip(got.T, (1, 2, 4), strict=True):
        expected = horizon * level + past_errors(past, horizon)
        assert np.unique(column.round(9)) == pytest.approx(np.unique(expected.round(9)))


def test_that_persistence_scales_the_errors_of_the_longest_horizon_it_has():
    past = np.array([4.0, 0.0, 8.0, 4.0, 10.0, 2.0, 6.0, 6.0, 1.0, 1.0, 5.0, 9.0, 4.0, 2.0, 6.0])
    got = BENCHMARKS["persistence"](past, (4, 20), 500, np.random.default_rng(0))
    assert got[:, 1] == pytest.approx(5 * got[:, 0])  # eight complete windows up to four weeks, none of twenty


def test_that_persistence_uses_every_past_error_equally_often(seed):
    rng = np.random.default_rng(seed)
    past = rng.standard_normal(60)
    got = BENCHMARKS["persistence"](past, (13,), 40_000, rng)[:, 0]
    expected = 13 * past[-4:].mean() + past_errors(past, 13)
    assert abs(got.mean() - expected.mean()) < 5 * expected.std() / 200  # once in a million
    assert got.std() == pytest.approx(expected.std(), rel=0.03)
