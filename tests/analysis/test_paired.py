"""Paired differences and the split of variance into epistemic and aleatory."""

import math

import numpy as np
import pytest

from forecast.analysis.estimates import Clusters, mean
from forecast.analysis.paired import paired_difference, split

SEED = 4117
DRAWS, REPLICATES = 4000, 8
DRAW = np.repeat(np.arange(DRAWS), REPLICATES)


def generator() -> np.random.Generator:
    print(f"seed {SEED}")
    return np.random.default_rng(SEED)


def test_that_a_paired_difference_is_branch_minus_reference() -> None:
    found = paired_difference([3.0, 1.0, 5.0, math.nan], [1.0, 1.0, 6.0, 2.0], Clusters([0, 0, 1, 1]))
    assert found.difference.value == pytest.approx(1.0 / 3.0)
    assert found.difference.n == 3
    assert found.share_above.value == pytest.approx(1.0 / 3.0)
    assert found.share_below.value == pytest.approx(1.0 / 3.0)


def test_that_a_branch_against_itself_differs_by_exactly_nothing() -> None:
    values = generator().normal(size=DRAW.size)
    found = paired_difference(values, values, Clusters(DRAW))
    assert found.difference == (0.0, 0.0, values.size)
    assert found.share_above.value == 0.0


def test_that_a_given_statistic_replaces_the_mean() -> None:
    clusters = Clusters([0, 0, 1, 1])
    a, b = np.array([1.0, 2.0, 3.0, 10.0]), np.array([1.0, 1.0, 1.0, 1.0])
    found = paired_difference(a, b, clusters, (mean(a > 2.5, clusters), mean(b > 2.5, clusters)))
    assert found.difference.value == 0.5


def test_that_the_split_finds_known_variances() -> None:
    rng = generator()
    values = 5.0 + 2.0 * rng.normal(size=DRAWS)[DRAW] + 3.0 * rng.normal(size=DRAW.size)
    found = split(values, DRAW)
    assert found is not None and found.aleatory is not None
    assert found.sd_epistemic == pytest.approx(2.0, rel=0.05)
    assert found.sd_aleatory == pytest.approx(3.0, rel=0.02)
    assert found.epistemic_share == pytest.approx(4.0 / 13.0, rel=0.08)
    half = 1.2815516
    assert found.epistemic == pytest.approx((5.0 - 2.0 * half, 5.0 + 2.0 * half), abs=0.15)
    assert found.aleatory == pytest.approx((5.0 - 3.0 * half, 5.0 + 3.0 * half), abs=0.15)


def test_that_the_epistemic_band_of_a_probability_is_freed_of_replicate_noise() -> None:
    rng = generator()
    chance = rng.beta(3.0, 7.0, size=DRAWS)
    found = split(rng.random(DRAW.size) < chance[DRAW], DRAW)
    assert found is not None and found.aleatory is None
    low, high = np.quantile(chance, [0.1, 0.9])
    assert found.epistemic == pytest.approx((low, high), abs=0.015)
    raw = np.quantile((rng.random(DRAW.size) < chance[DRAW]).reshape(DRAWS, -1).mean(axis=1), [0.1, 0.9])
    assert raw[1] - raw[0] > found.epistemic[1] - found.epistemic[0] + 0.03


def test_that_pure_chance_has_no_epistemic_part_and_a_short_last_draw_is_allowed() -> None:
    values = generator().normal(size=DRAW.size - 5)
    found = split(values, DRAW[: values.size])
    assert found is not None
    assert found.sd_epistemic < 0.1
    assert found.sd_aleatory == pytest.approx(1.0, rel=0.02)


def test_that_one_replicate_allows_no_split() -> None:
    assert split(np.arange(10.0), np.arange(10)) is None
