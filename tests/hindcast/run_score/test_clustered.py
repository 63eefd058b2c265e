"""Scores of members that share draws: right on average for any number of replicates, with an error that is right."""

import math

import numpy as np
import pytest

from forecast.analysis.estimates import Clusters
from forecast.hindcast.run_score.clustered import clustered_crps, sample_scores
from forecast.scores.score_rows import univariate_scores
from forecast.scores.univariate import crps


def test_that_samples_on_their_own_give_the_fair_scores(seed: int) -> None:
    rng = np.random.default_rng(seed)
    x = np.round(rng.normal(40.0, 200.0, 300), 1)  # with ties
    for truth in (-500.0, 0.0, 55.0, 900.0):
        scores = sample_scores(x, truth, 4, Clusters(np.arange(300)), np.random.default_rng(1))
        plain = univariate_scores(x, truth, 4, np.random.default_rng(1))
        assert set(scores) == set(plain)
        for name, value in plain.items():
            assert scores[name].value == pytest.approx(float(value), rel=1e-9, abs=1e-9), name
            assert scores[name].n == 300
            assert math.isnan(scores[name].mcse) == name.startswith("coverage")


def test_that_pairs_inside_a_cluster_are_left_out(seed: int) -> None:
    rng = np.random.default_rng(seed)
    ids = np.array([3, 3, 3, 0, 7, 7, 0, 0, 0, 9])
    x = rng.normal(size=10)
    other = ids[:, None] != ids
    expected = np.abs(x - 0.3).mean() - np.abs(x[:, None] - x)[other].mean() / 2.0
    assert clustered_crps(x, 0.3, Clusters(ids)).value == pytest.approx(expected, rel=1e-12)


def test_that_replicates_bias_neither_the_score_nor_its_error(seed: int) -> None:
    """20,000 ensembles of 5 draws with 4 replicates each. Fails by chance less than once in 10,000 seeds (4 errors)."""
    rng = np.random.default_rng(seed)
    clusters = Clusters(np.repeat(np.arange(5), 4))
    n, truth = 20_000, 0.8
    x = np.repeat(rng.normal(size=(n, 5)), 4, axis=1) + 0.5 * rng.normal(size=(n, 20))
    scores = [clustered_crps(row, truth, clusters) for row in x[:4_000]]
    values = np.array([row.value for row in scores])
    sd = math.sqrt(1.25)
    z = truth / sd
    density = math.exp(-z * z / 2.0) / math.sqrt(2.0 * math.pi)
    law = sd * (z * math.erf(z / math.sqrt(2.0)) + 2.0 * density - 1.0 / math.sqrt(math.pi))
    assert abs(values.mean() - law) < 4.0 * values.std() / math.sqrt(values.size)
    naive = crps(x, np.full(n, truth))
    assert naive.mean() - law > 10.0 * naive.std() / math.sqrt(n)  # what taking members for independent would do


def test_that_the_error_is_how_much_the_score_varies(seed: int) -> None:
    """Mean variance of 2,000 ensembles against the variance over them: both known to about 4%."""
    rng = np.random.default_rng(seed)
    clusters = Clusters(np.repeat(np.arange(40), 3))
    x = np.repeat(rng.normal(size=(2_000, 40)), 3, axis=1) + rng.normal(size=(2_000, 120))
    scores = [clustered_crps(row, 1.0, clusters).estimate for row in x]
    variance = np.mean([row.mcse**2 for row in scores])
    assert 0.8 < variance / np.var([row.value for row in scores]) < 1.25


def test_that_one_cluster_is_refused() -> None:
    with pytest.raises(ValueError, match="2 clusters"):
        clustered_crps(np.arange(5.0), 1.0, Clusters(np.zeros(5, dtype=int)))
