"""Scores of events: Brier, logarithm, Murphy's identity, concordance."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast.scores.probability import brier_score, log_score, murphy
from studies.ceasefires.leave_one_war_out import concordance


def test_that_brier_and_log_scores_are_their_formulas() -> None:
    np.testing.assert_allclose(brier_score([0.2, 0.9], [1, 0]), [0.64, 0.81])
    np.testing.assert_allclose(log_score([0.2, 0.9], [True, False]), [-math.log(0.2), -math.log(0.1)])
    np.testing.assert_allclose(log_score([0.0, 1.0, 1.0], [1, 0, 1], 0.01), -np.log([0.01, 0.01, 0.99]))
    with pytest.raises(ValueError):
        brier_score([0.2], [2])
    with pytest.raises(ValueError):
        log_score([1.2], [1])
    with pytest.raises(ValueError, match="floor"):
        log_score([0.2], [1], 0.0)


def test_that_honest_probabilities_score_best() -> None:
    for p in (0.1, 0.37, 0.8):
        grid = np.linspace(0.01, 0.99, 99)
        for score in (brier_score, log_score):
            expected = p * score(grid, np.ones(99)) + (1 - p) * score(grid, np.zeros(99))
            assert grid[expected.argmin()] == pytest.approx(p)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60))
def test_that_the_parts_add_up_to_the_brier_score(cases: list[tuple[float, bool]]) -> None:
    p, e = map(np.array, zip(*cases, strict=True))
    for edges in ((0.0, 1.0), (0.0, 0.2, 0.7, 1.0), tuple(np.linspace(0, 1, 11))):
        parts = murphy(p, e, edges)
        whole = parts.reliability - parts.resolution + parts.uncertainty + parts.within
        assert whole == pytest.approx(parts.brier, abs=1e-12)
        assert parts.brier == pytest.approx(float(brier_score(p, e).mean()), abs=1e-12)
        assert sum(b.n for b in parts.bins) == parts.n == len(cases)


def test_that_nothing_is_within_bins_of_one_value_each() -> None:
    parts = murphy([0.1, 0.1, 0.5, 0.5, 1.0], [0, 1, 1, 0, 1])
    assert parts.within == pytest.approx(0.0, abs=1e-15)
    assert parts.reliability == pytest.approx((2 * 0.4**2) / 5)
    assert parts.resolution == pytest.approx((4 * 0.1**2 + 0.4**2) / 5)
    assert parts.uncertainty == pytest.approx(0.24)
    assert [(b.low, b.high, b.n) for b in parts.bins] == [(0.1, 0.2, 2), (0.5, 0.6, 2), (0.9, 1.0, 1)]


def test_that_murphy_refuses_what_is_no_probability() -> None:
    for p, e, edges in (([1.1], [1], (0, 1)), ([0.1], [0.5], (0, 1)), ([0.1], [1], (0, 0.5)), ([], [], (0, 1))):
        with pytest.raises(ValueError):
            murphy(p, e, edges)


def test_that_concordance_counts_the_pairs_that_can_be_told() -> None:
    # pairs by hand: (1,3) (1,3c) (1,5) (3,3c) (3,5); two of them in the wrong order, one tied
    found = concordance([2.0, 3.0, 1.0, 2.0], [1.0, 3.0, 3.0, 5.0], [True, True, False, True])
    assert (found.value, found.pairs, found.n, found.groups) == (pytest.approx(3.5 / 5), 5, 4, 4)
    assert concordance([1, 2, 3], [3, 2, 1], [True] * 3).value == 1.0
    assert concordance([3, 2, 1], [3, 2, 1], [True] * 3).value == 0.0
    assert math.isnan(concordance([1, 2], [3, 2], [False, False]).value)
    with pytest.raises(ValueError, match="differ"):
        concordance([1, 2], [3], [True, True])


def test_that_censoring_leaves_concordance_where_it_was(seed: int) -> None:
    """Within 5 standard errors: by chance less than once in a million seeds."""
    rng = np.random.default_rng(seed)
    none = concordance(rng.normal(size=500), rng.exponential(size=500), rng.random(500) < 0.6)
    assert abs(none.value - 0.5) < 5 * none.se
    # proportional hazards with log hazard ratio normal, pairs (i, j): chance that the riskier goes first
    risk = rng.normal(size=1_200)
    life = rng.exponential(size=risk.size) / np.exp(risk)
    full = concordance(risk, life, np.ones(risk.size, bool))
    a, b = np.exp(rng.normal(size=(2, 400_000)))
    assert abs(full.value - float((np.maximum(a, b) / (a + b)).mean())) < 5 * full.se + 0.002


def test_that_the_jackknife_leaves_out_whole_groups(seed: int) -> None:
    rng = np.random.default_rng(seed)
    risk, life, seen = rng.normal(size=12), rng.exponential(size=12), rng.random(12) < 0.8
    group = np.repeat(["a", "b", "c", "d"], 3)
    left = np.array([concordance(risk[k], life[k], seen[k]).value for k in (group != name for name in "abcd")])
    found = concordance(risk, life, seen, group)
    assert found.groups == 4
    assert found.se == pytest.approx(math.sqrt(3 / 4 * ((left - left.mean()) ** 2).sum()))


def test_that_the_jackknife_error_is_the_spread_over_worlds(seed: int) -> None:
    """Ratio of mean error to spread within 25%: 400 worlds put it within 4% or so."""
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(400):
        risk = rng.normal(size=60)
        life, end = rng.exponential(size=60) / np.exp(0.7 * risk), rng.exponential(size=60)
        found.append(concordance(risk, np.minimum(life, end), life < end))
    spread = np.std([f.value for f in found])
    assert 0.75 < np.mean([f.se for f in found]) / spread < 1.25
