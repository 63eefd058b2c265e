"""Paired differences."""

import math

import numpy as np
import pytest

from forecast.analysis.estimates import Clusters, mean
from forecast.analysis.outcome_estimates import paired_difference

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
