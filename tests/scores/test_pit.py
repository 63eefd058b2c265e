"""PIT and ranks: flat under the truth, and only then."""

import math

import numpy as np
import pytest

from forecast.scores.uniformity import pit, pit_histogram, rank_histogram, ranks

RARE = 1e-5
"""p-value below which a flat law is called bent: by chance once in 100,000 seeds."""


def test_that_the_pit_is_uniform_under_the_truth_for_any_law_and_size(seed: int) -> None:
    rng = np.random.default_rng(seed)
    for draw in (rng.standard_normal, lambda size: rng.poisson(0.4, size).astype(float), lambda size: np.zeros(size)):
        for size in (3, 50):
            histogram = pit_histogram(pit(draw((20_000, size)), draw(20_000), rng))
            assert histogram.n == sum(histogram.counts) == 20_000
            assert histogram.p_chi_square > RARE
            assert histogram.p_kolmogorov > RARE


def test_that_the_histogram_sees_a_wrong_law(seed: int) -> None:
    rng = np.random.default_rng(seed)
    for mean, sd in ((0.3, 1.0), (0.0, 1.5), (0.0, 0.7)):
        histogram = pit_histogram(pit(mean + sd * rng.normal(size=(5_000, 99)), rng.normal(size=5_000), rng))
        assert histogram.p_chi_square < RARE
        assert histogram.p_kolmogorov < RARE
    narrow = pit_histogram(pit(0.5 * rng.normal(size=(5_000, 99)), rng.normal(size=5_000), rng))
    assert narrow.counts[0] > 2 * narrow.counts[4] < narrow.counts[-1]


def test_that_an_unknown_truth_has_no_pit_and_moves_no_other(seed: int) -> None:
    samples = np.random.default_rng(seed).integers(0, 3, size=(4, 10)).astype(float)
    truth = np.array([1.0, 0.0, 2.0, 1.0])
    whole = pit(samples, truth, np.random.default_rng(seed))
    holed = pit(samples, np.where([0, 1, 0, 0], np.nan, truth), np.random.default_rng(seed))
    assert np.isnan(holed).tolist() == [False, True, False, False]
    np.testing.assert_array_equal(whole[[0, 2, 3]], holed[[0, 2, 3]])
    assert pit_histogram(holed).n == 3


def test_that_the_pit_is_the_place_among_the_samples(seed: int) -> None:
    rng = np.random.default_rng(seed)
    values = pit([[1.0, 2.0, 3.0]] * 3, [0.0, 2.5, 9.0], rng)
    assert 0.0 <= values[0] < 0.25 and 0.5 <= values[1] < 0.75 and 0.75 <= values[2] <= 1.0


def test_that_ranks_of_calibrated_posteriors_are_flat_and_of_others_not(seed: int) -> None:
    """A normal mean with a normal prior: the exact posterior, then one that is too narrow."""
    rng = np.random.default_rng(seed)
    truth = rng.normal(size=3_000)
    centre = (truth + rng.normal(size=3_000)) / 2
    noise = rng.normal(size=(3_000, 63)) * math.sqrt(0.5)
    flat = rank_histogram(ranks(centre[:, None] + noise, truth, rng), 63)
    assert flat.p_chi_square > RARE and flat.n == 3_000
    bent = rank_histogram(ranks(centre[:, None] + 0.7 * noise, truth, rng), 63)
    assert bent.p_chi_square < RARE and bent.p_kolmogorov < RARE


def test_that_bins_of_unequal_size_expect_unequal_counts() -> None:
    histogram = rank_histogram(np.tile(np.arange(8), 30), 7, bins=3)
    assert histogram.counts == (90, 90, 60) and histogram.expected == (90.0, 90.0, 60.0)
    assert histogram.edges == (-0.5, 2.5, 5.5, 7.5)
    assert histogram.p_chi_square == pytest.approx(1.0)
    assert math.isnan(rank_histogram([1, 2], 9).p_chi_square)
    with pytest.raises(ValueError, match=r"0 \.\. 7"):
        rank_histogram([8], 7, 2)
    with pytest.raises(ValueError, match="fill"):
        rank_histogram([1], 7, 9)
    with pytest.raises(ValueError, match="no rank"):
        ranks([[1.0, 2.0]], [np.nan], np.random.default_rng(0))
