"""CRPS and its threshold-weighted form: fair, proper, and what the library gives over all pairs."""

import math

import numpy as np
import pytest
import scoringrules as sr
from scipy.special import ndtr

from forecast.scores.univariate import crps, thresholds, twcrps

CHANCE = "within 5 standard errors: fails by chance less than once in a million seeds"


def near(values: np.ndarray, expected: float) -> bool:
    """CHANCE."""
    return abs(values.mean() - expected) < 5 * values.std(ddof=1) / math.sqrt(values.size)


def test_that_crps_is_the_fair_estimator_over_all_pairs(seed: int) -> None:
    rng = np.random.default_rng(seed)
    samples, truth = np.round(rng.normal(size=(4, 3, 40)), 1), np.round(rng.normal(size=(4, 3)), 1)
    scores = crps(samples, truth)
    assert scores.shape == (4, 3)
    np.testing.assert_allclose(scores, sr.crps_ensemble(truth, samples, estimator="fair", backend="numpy"), atol=1e-12)
    np.testing.assert_allclose(crps(samples + 1e4, truth + 1e4), scores, atol=1e-9)
    pairs = np.abs(samples[0, 0][:, None] - samples[0, 0]).sum() / (2 * 40 * 39)
    assert crps(samples[0, 0], truth[0, 0]) == pytest.approx(np.abs(samples[0, 0] - truth[0, 0]).mean() - pairs)


@pytest.mark.parametrize("size", [2, 3, 10])
def test_that_few_samples_score_like_their_law_on_average(seed: int, size: int) -> None:
    rng = np.random.default_rng(seed)
    samples = rng.normal(size=(200_000, size))
    assert near(crps(samples, np.full(200_000, 0.7)), float(sr.crps_normal(0.7, 0.0, 1.0)))


def test_that_the_score_with_all_pairs_and_themselves_is_not_fair(seed: int) -> None:
    rng = np.random.default_rng(seed)
    plain = sr.crps_ensemble(np.full(50_000, 0.7), rng.normal(size=(50_000, 5)), estimator="qd", backend="numpy")
    assert not near(plain, float(sr.crps_normal(0.7, 0.0, 1.0)))


def test_that_many_samples_of_a_gaussian_give_the_closed_form(seed: int) -> None:
    levels = (np.arange(20_000) + 0.5) / 20_000
    from scipy.special import ndtri

    for truth in (-2.0, 0.0, 0.3):
        assert crps(3 + 2 * ndtri(levels), truth) == pytest.approx(float(sr.crps_normal(truth, 3.0, 2.0)), abs=2e-3)


def test_that_the_true_law_scores_best(seed: int) -> None:
    rng = np.random.default_rng(seed)
    truth = rng.normal(size=20_000)
    noise = rng.normal(size=(20_000, 20))
    honest = crps(noise, truth)
    for mean, sd in ((0.3, 1.0), (0.0, 1.5), (0.0, 0.7)):
        loss = crps(mean + sd * noise, truth) - honest
        assert loss.mean() > 5 * loss.std() / math.sqrt(loss.size)


def test_that_an_unknown_truth_has_no_score_and_one_sample_is_refused() -> None:
    assert np.isnan(crps([[1.0, 2.0], [1.0, 2.0]], [np.nan, 1.0])).tolist() == [True, False]
    with pytest.raises(ValueError, match="at least 2"):
        crps([1.0], 1.0)
    with pytest.raises(ValueError, match="do not fit"):
        crps([[1.0, 2.0]], [1.0, 2.0])


def test_that_twcrps_is_the_integral_of_the_weighted_error(seed: int) -> None:
    rng = np.random.default_rng(seed)
    grid = np.linspace(-9, 9, 180_001)
    law = ndtr(grid)
    samples = rng.normal(size=(100_000, 4))
    for truth, lower, upper in ((0.2, -0.5, 1.0), (1.8, -0.5, 1.0), (-1.1, 0.0, None), (1.1, None, 0.4)):
        weight = np.zeros(grid.size)
        weight += 0.0 if lower is None else grid < lower
        weight += 0.0 if upper is None else grid > upper
        exact = float((weight * (law - (grid >= truth)) ** 2).sum() * (grid[1] - grid[0]))
        values = twcrps(samples, np.full(100_000, truth), lower, upper)
        assert abs(values.mean() - exact) < 5 * values.std() / math.sqrt(values.size) + 1e-4


def test_that_tails_add_up_to_the_whole(seed: int) -> None:
    rng = np.random.default_rng(seed)
    samples, truth = rng.normal(size=(50, 30)), rng.normal(size=50)
    both = twcrps(samples, truth, lower=0.4, upper=0.4)
    np.testing.assert_allclose(both, crps(samples, truth), atol=1e-12)
    np.testing.assert_allclose(both, twcrps(samples, truth, lower=0.4) + twcrps(samples, truth, upper=0.4), atol=1e-12)


def test_that_what_happens_between_the_thresholds_costs_nothing() -> None:
    lower, upper = thresholds(4)
    assert (lower, upper) == (0.0, 600.0)
    assert twcrps([10.0, 300.0, 599.0], 50.0, lower, upper) == 0.0
    assert twcrps([10.0, 300.0, 599.0], 700.0, lower, upper) == pytest.approx(100.0)
    assert twcrps([10.0, 300.0, 599.0], -30.0, lower, upper) == pytest.approx(30.0)
    with pytest.raises(ValueError, match="lower or an upper"):
        twcrps([1.0, 2.0], 1.0)
    with pytest.raises(ValueError, match="above"):
        twcrps([1.0, 2.0], 1.0, 2.0, 1.0)
