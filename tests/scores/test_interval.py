"""Central intervals: ends, coverage and Winkler's score."""

import math

import numpy as np
import pytest
from scipy.special import ndtri

from forecast.scores.univariate import LEVELS, central, coverage, covered, interval_score


def test_that_ends_are_numpys_quantiles() -> None:
    samples = np.arange(11.0)
    ends = central(samples, (0.5, 0.8))
    np.testing.assert_allclose(ends.lower, [2.5, 1.0])
    np.testing.assert_allclose(ends.upper, [7.5, 9.0])
    np.testing.assert_allclose(ends.width, [5.0, 8.0])
    assert central(np.zeros((3, 2, 9))).lower.shape == (3, 2, 4)


def test_that_exact_quantiles_cover_what_they_say(seed: int) -> None:
    """Each within 4.5 standard errors: by chance once in 40,000 seeds."""
    rng = np.random.default_rng(seed)
    law = ndtri((np.arange(4_001) + 0.5) / 4_001)
    truth = rng.normal(size=40_000)
    shares = coverage(np.broadcast_to(law, (40_000, law.size))[:, ::20], truth)
    for share, level in zip(shares, LEVELS, strict=True):
        assert abs(share - level) < 4.5 * math.sqrt(level * (1 - level) / truth.size) + 0.004


def test_that_samples_of_the_truths_law_cover_as_the_page_says(seed: int) -> None:
    """level (M - 1)/(M + 1), within 4.5 standard errors: by chance once in 40,000 seeds."""
    rng = np.random.default_rng(seed)
    samples, truth = rng.normal(size=(40_000, 21)), rng.normal(size=40_000)
    levels = (0.5, 0.8, 0.9)  # ends are samples
    for share, level in zip(coverage(samples, truth, levels), levels, strict=True):
        expected = level * 20 / 22
        assert abs(share - expected) < 4.5 * math.sqrt(expected * (1 - expected) / truth.size)


def test_that_ends_count_as_inside_and_unknown_as_unknown() -> None:
    ends = central(np.arange(11.0), (0.8,))
    assert covered(ends, 1.0).tolist() == [1.0]
    assert covered(ends, 9.1).tolist() == [0.0]
    assert np.isnan(covered(ends, np.nan)).all()
    assert coverage(np.array([np.arange(11.0)] * 3), [5.0, np.nan, 20.0], (0.8,)).tolist() == [0.5]
    assert np.isnan(coverage(np.arange(11.0), np.nan)).all()


def test_that_the_score_is_width_and_penalty() -> None:
    ends = central(np.arange(11.0), (0.8,))
    assert interval_score(ends, 5.0) == pytest.approx([8.0])
    assert interval_score(ends, 9.5) == pytest.approx([8.0 + 2 / 0.2 * 0.5])
    assert interval_score(ends, -1.0) == pytest.approx([8.0 + 2 / 0.2 * 2.0])
    assert interval_score(central(np.zeros((1, 1, 9))), np.zeros((1, 1))).shape == (1, 1, 4)


def test_that_the_interval_of_the_true_law_scores_best(seed: int) -> None:
    """5 standard errors of the paired difference: by chance less than once in a million seeds."""
    truth = np.random.default_rng(seed).normal(size=(20_000))
    law = ndtri((np.arange(999) + 0.5) / 999)
    honest = interval_score(central(np.broadcast_to(law, (truth.size, law.size))), truth)
    for mean, sd in ((0.0, 1.4), (0.0, 0.7), (0.4, 1.0)):
        loss = interval_score(central(np.broadcast_to(mean + sd * law, (truth.size, law.size))), truth) - honest
        assert np.all(loss.mean(axis=0) > 5 * loss.std(axis=0) / math.sqrt(truth.size))


def test_that_levels_outside_the_unit_interval_are_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        central([1.0, 2.0], (1.0,))
