"""No number is printed to more digits than its Monte Carlo error supports."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecast.analysis.estimates import Estimate
from forecast.display.digits import format_value


@pytest.mark.parametrize(
    ("value", "mcse", "text"),
    [
        (0.35231, 0.0031, "0.352 ±0.003"),
        (0.35231, 0.0096, "0.35 ±0.01"),
        (3463.7, 32.0, "3460 ±30"),
        (457.3, 1.2, "457 ±1"),
        (6204.0, 970.0, "6000 ±1000"),
        (-0.0004, 0.003, "0.000 ±0.003"),
        (0.5, 0.0, "0.5 ±0"),
        (0.0, 0.0, "0 ±0"),
        (0.123456, math.nan, "0.1 ±?"),
        (812.0, math.nan, "800 ±?"),
        (-96.0, math.nan, "-100 ±?"),
        (math.inf, math.nan, "inf ±?"),
        (math.nan, math.nan, "n/a"),
    ],
)
def test_that_the_error_sets_the_digits(value: float, mcse: float, text: str) -> None:
    assert format_value(Estimate(value, mcse, 100)) == text


def test_that_differences_carry_their_sign_and_shares_may_be_per_cent() -> None:
    assert format_value(Estimate(0.0812, 0.004, 9), signed=True) == "+0.081 ±0.004"
    assert format_value(Estimate(-0.0812, 0.004, 9), scale=100.0, signed=True) == "-8.1 ±0.4"
    assert format_value(Estimate(0.0001, 0.004, 9), signed=True) == "0.000 ±0.004"


def test_that_fewer_decimals_round_the_error_up_and_never_to_nothing() -> None:
    assert format_value(Estimate(0.01352, 0.0009, 9), max_decimals=3) == "0.014 ±0.001"
    assert format_value(Estimate(0.87121, 0.00007, 9), max_decimals=3) == "0.871 ±0.001"
    assert format_value(Estimate(3463.7, 32.0, 9), max_decimals=3) == "3460 ±30"


@settings(deadline=None, max_examples=300)
@given(st.floats(-1e7, 1e7), st.floats(1e-6, 1e5))
def test_that_the_last_digit_is_worth_at_least_half_the_error_shown(value: float, mcse: float) -> None:
    shown, error = format_value(Estimate(value, mcse, 1)).split(" ±")
    assert len(error.replace("0", "").replace(".", "")) == 1, "one significant digit"
    step = 10.0 ** (math.floor(math.log10(float(error) * 1.0000001)))
    assert math.isclose(float(shown) / step, round(float(shown) / step), abs_tol=1e-6)
    assert abs(float(shown) - value) <= 0.5000001 * step
    assert 0.6 <= float(error) / mcse <= 1.5
