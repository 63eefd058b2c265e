"""Scales of the level: inverse, slope, and the one in use among them."""

import numpy as np
import pytest

from forecast.calibration.front_law import POWER, THIRD, Curve
from studies.worlds.level_priors import ASINH, modulus

GAINS = np.array([-350.0, -20.0, -0.3, 0.4, 7.0, 150.0, 590.0])
SCALE = np.array(17.0)


@pytest.mark.parametrize("curve", [THIRD, modulus(0.0), modulus(0.5), modulus(1.0), ASINH])
def test_that_a_gain_comes_back_and_the_slope_is_that_of_the_level(curve: Curve) -> None:
    assert curve.from_level(curve.to_level(GAINS, SCALE), SCALE) == pytest.approx(GAINS, rel=1e-9)
    step = 1e-4
    slope = (curve.to_level(GAINS + step, SCALE) - curve.to_level(GAINS - step, SCALE)) / (2.0 * step)
    assert np.exp(curve.log_slope(GAINS, SCALE)) == pytest.approx(slope, rel=1e-5)


def test_that_power_a_third_is_the_scale_in_use() -> None:
    same = modulus(POWER)
    for mine, theirs in zip(same, THIRD, strict=True):
        assert mine(GAINS / 9.0, SCALE) == pytest.approx(theirs(GAINS / 9.0, SCALE), rel=1e-12)
