"""Published curves, sampling errors, truces."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import chi2

from studies.ceasefires.cases import Truce
from studies.ceasefires.durability import ROW
from studies.ceasefires.published_curves import CURVES, TIES, WINNERS, compare_curves
from studies.ceasefires.returns import truces_over
from studies.ceasefires.sampling_errors import (
    INSIDE,
    MISS,
    OUTSIDE,
    WITH_ERROR,
    count_interval,
    share_interval,
    verdict,
)
from tests.studies.ceasefires.simulated_cases import draws


def test_that_published_points_are_inside_or_within_their_own_error() -> None:
    """The aim of the study: none outside, most inside. 49 points of seven curves."""
    points = compare_curves(draws())
    assert len(points) == 49
    assert sum(point.verdict == INSIDE for point in points) > 30
    assert not [(p.curve.name, p.age) for p in points if p.verdict == OUTSIDE]


def test_that_a_module_with_a_fifth_of_the_hazard_would_be_outside() -> None:
    params = draws().params.copy()
    for name in ("hazard_0_1m", "hazard_1_6m", "hazard_6_12m", "weibull_long_1y", "weibull_post_1y"):
        params[ROW[name]] /= 5
    points = compare_curves(replace(draws(), params=params, _cache={}))
    assert sum(point.verdict == OUTSIDE for point in points) >= 5


def test_that_shares_of_terms_are_those_of_the_file() -> None:
    assert np.allclose([TIES * 89, WINNERS * 89], [26, 71 - 26])
    assert all(sum(share for _, share in curve.mix) <= 1 + 1e-9 for curve in CURVES)
    assert all(list(curve.failed) == sorted(curve.failed) for curve in CURVES)


def test_that_intervals_are_the_textbook_ones() -> None:
    assert share_interval(0.0, 10) == pytest.approx((0.0, 1.2816**2 / (10 + 1.2816**2)), abs=1e-4)
    assert share_interval(0.5, 40) == pytest.approx((0.4007, 0.5993), abs=1e-3)
    low, high = count_interval(4)
    assert (low, high) == pytest.approx((chi2.ppf(0.1, 8) / 2, chi2.ppf(0.9, 10) / 2))
    assert count_interval(0) == pytest.approx((0.0, np.log(10)))


def test_that_the_truce_clock_is_the_kernels_and_meets_bounds() -> None:
    rows = truces_over(draws(), [Truce(0, 5), Truce(3, 20), Truce(50, 70)])
    thirty = next(row for row in rows if row.days == 30)
    chance, effect = (draws().params[ROW[name]].astype(float) for name in ("truce_30d_proxies", "verification_effect"))
    assert thirty.mean.value == pytest.approx((1 - (1 - chance) ** np.exp(effect)).mean(), abs=1e-4)  # monitors
    assert (thirty.surely, thirty.perhaps) == (pytest.approx(2 / 3), pytest.approx(2 / 3))
    firm = truces_over(draws(), [Truce(100, 200)] * 40)
    assert {row.verdict for row in firm if row.days >= 14} == {"MISS"}


def test_that_a_verdict_compares_the_band_with_the_record_and_then_with_its_error() -> None:
    band = (0.2, 0.4)
    assert verdict(band, (0.3, 0.3), None) == verdict(band, (0.1, 0.2), (0.0, 0.3)) == INSIDE
    assert verdict(band, (0.5, 0.5), (0.4, 0.6)) == WITH_ERROR
    assert verdict(band, (0.5, 0.5), (0.45, 0.6)) == verdict(band, (0.5, 0.5), None) == MISS
    assert verdict(band, (0.5, 0.5), None, OUTSIDE) == OUTSIDE
