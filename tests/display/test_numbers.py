"""Numbers for people: percent, points and amounts, with no digit that the error does not carry."""

import math

import pytest

from forecast.analysis.estimates import Estimate
from forecast.display.numbers import amount, band_of_points, band_of_shares, percent, points, rounded
from forecast.display.units import UNITS


@pytest.mark.parametrize(
    ("value", "mcse", "text"),
    [
        (0.2304, 0.001, "23%"),
        (0.2304, 0.02, "23% ±2"),
        (0.004, 0.001, "under 1%"),
        (0.996, 0.001, "over 99%"),
        (0.0, 0.0, "0%"),
        (1.0, 0.0, "100%"),
        (math.nan, math.nan, "n/a"),
    ],
)
def test_that_a_share_is_percent(value: float, mcse: float, text: str) -> None:
    assert percent(Estimate(value, mcse, 1000)) == text


@pytest.mark.parametrize(
    ("value", "mcse", "text"),
    [
        (0.0402, 0.001, "+4.0"),
        (-0.0371, 0.001, "-3.7"),
        (0.1234, 0.001, "+12"),
        (0.0402, 0.006, "+4"),
        (0.0402, 0.03, "+4 ±3"),
        (-0.0001, 0.0001, "0.0"),
        (math.nan, 0.0, "n/a"),
    ],
)
def test_that_a_difference_is_points_with_its_sign(value: float, mcse: float, text: str) -> None:
    assert points(Estimate(value, mcse, 1000)).replace("-0.0", "0.0") == text


def test_that_bands_are_short() -> None:
    assert band_of_shares(0.006, 0.58) == "1-58"
    assert band_of_points(-0.009, 0.11) == "-1 to +11"
    assert band_of_shares(math.nan, 0.1) == band_of_points(math.nan, math.nan) == "n/a"


@pytest.mark.parametrize(
    ("value", "mcse", "text"),
    [(4063.4, 12.0, "4,060 km²"), (71.7, 0.02, "72 km²"), (5.21, 0.02, "5.2 km²"), (100.0, 30.0, "100 ±30 km²")],
)
def test_that_an_amount_has_at_most_three_digits(value: float, mcse: float, text: str) -> None:
    assert amount(Estimate(value, mcse, 1000), UNITS["km2"]) == text


def test_that_nothing_is_rounded_to_a_negative_zero() -> None:
    assert rounded(-0.001, 1.0) == "0" and rounded(0.0) == "0" and rounded(math.inf) == "n/a"
