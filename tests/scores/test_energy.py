"""Energy and variogram score: the library's, exact over all pairs, fair and proper."""

import math

import numpy as np
import pytest
import scoringrules as sr

from forecast.scores.univariate import crps
from forecast.scores.vector import energy_score, variogram_score


def test_that_both_equal_the_librarys_fair_estimators(seed: int) -> None:
    rng = np.random.default_rng(seed)
    samples, truth = rng.normal(size=(30, 5)), rng.normal(size=5)
    energy = sr.es_ensemble(truth, samples, estimator="fair", backend="numpy")
    assert energy_score(samples, truth) == pytest.approx(float(energy), abs=1e-12)
    for order in (0.5, 1.0):
        library = sr.vs_ensemble(truth, samples, p=order, estimator="fair", backend="numpy")
        assert variogram_score(samples, truth, order) == pytest.approx(float(library), abs=1e-11)


def test_that_energy_in_one_dimension_is_the_crps(seed: int) -> None:
    rng = np.random.default_rng(seed)
    samples, truth = rng.gamma(2.0, size=200), 1.3
    assert energy_score(samples[:, None], [truth]) == pytest.approx(float(crps(samples, truth)), abs=1e-12)


def test_that_few_samples_score_like_many_on_average(seed: int) -> None:
    """Within 5 standard errors of the difference: by chance less than once in a million seeds."""
    rng = np.random.default_rng(seed)
    truth = np.array([0.5, -0.2, 1.0])
    for score in (energy_score, variogram_score):
        few = np.array([score(rng.normal(size=(3, 3)), truth) for _ in range(3_000)])
        many = np.array([score(rng.normal(size=(200, 3)), truth) for _ in range(300)])
        error = math.hypot(few.std() / math.sqrt(few.size), many.std() / math.sqrt(many.size))
        assert abs(few.mean() - many.mean()) < 5 * error


def test_that_the_true_law_scores_best_and_variograms_see_correlation(seed: int) -> None:
    """4 standard errors: by chance once in 30,000 seeds."""
    rng = np.random.default_rng(seed)
    mix = np.linalg.cholesky(np.array([[1.0, 0.8], [0.8, 1.0]]))
    gains = {"energy": [], "variogram": []}
    for _ in range(2_000):
        truth, noise = mix @ rng.normal(size=2), rng.normal(size=(60, 2))
        honest, independent = noise @ mix.T, noise
        gains["energy"].append(energy_score(honest + 0.5, truth) - energy_score(honest, truth))
        gains["variogram"].append(variogram_score(independent, truth) - variogram_score(honest, truth))
    for values in map(np.array, gains.values()):
        assert values.mean() > 4 * values.std() / math.sqrt(values.size)


def test_that_unknown_truth_gives_nan_and_unfit_shapes_are_refused() -> None:
    samples = np.array([[1.0, 2.0], [2.0, 3.0], [0.0, 1.0]])
    assert math.isnan(energy_score(samples, [np.nan, 1.0]))
    assert math.isnan(variogram_score(samples, [np.nan, 1.0]))
    for score in (energy_score, variogram_score):
        with pytest.raises(ValueError, match="do not fit"):
            score(samples, [1.0])
        with pytest.raises(ValueError, match="at least 2"):
            score(samples[:1], [1.0, 2.0])
