"""The front in NumPy and float64 is the front of the kernel in float32."""

import numpy as np
import pytest
from numba import vectorize

from forecast.calibration import front_law
from forecast_kernels.model import front

GAINS = np.concatenate([-np.geomspace(4000.0, 0.01, 60), [0.0], np.geomspace(0.01, 4000.0, 60)])
SCALES = np.array([2.0, 15.0, 60.0])[:, None]
TURNOVERS = np.array([1.0, 30.0, 300.0])[:, None]
DRIVES = np.array([-1.5, -0.2, 0.0, 0.4, 1.5])[:, None, None]


@vectorize(["float32(float32, float32)"])
def kernel_to_level(gain, scale):
    return front.to_level(gain, scale)


@vectorize(["float32(float32, float32)"])
def kernel_from_level(level, scale):
    return front.from_level(level, scale)


@vectorize(["float32(float32, float32, float32)"])
def kernel_gross_1(net, turnover, log_drive):
    return front.gross(net, turnover, log_drive)[0]


@vectorize(["float32(float32, float32, float32)"])
def kernel_gross_0(net, turnover, log_drive):
    return front.gross(net, turnover, log_drive)[1]


def f32(*arrays: np.ndarray) -> list[np.ndarray]:
    return [array.astype(np.float32) for array in arrays]


@pytest.mark.parametrize("name", ["GROSS_CAP_0", "GROSS_CAP_1", "RELEASE", "PACE_FLOOR"])
def test_that_constants_are_those_of_the_kernel(name: str) -> None:
    assert np.float32(getattr(front_law, name)) == getattr(front, name)


def test_that_levels_of_gains_are_those_of_the_kernel() -> None:
    expected = kernel_to_level(*f32(GAINS, SCALES))
    assert front_law.to_level(GAINS, SCALES) == pytest.approx(expected.astype(np.float64), rel=1e-5, abs=2e-6)


def test_that_gains_of_levels_are_those_of_the_kernel() -> None:
    levels = np.linspace(-9.0, 9.0, 181)
    expected = kernel_from_level(*f32(levels, SCALES))
    assert front_law.from_level(levels, SCALES) == pytest.approx(expected.astype(np.float64), rel=1e-5, abs=2e-5)


def test_that_gross_gains_are_those_of_the_kernel_and_reach_both_caps() -> None:
    computed = front_law.gross(GAINS, TURNOVERS, DRIVES)
    grid = f32(GAINS, TURNOVERS, DRIVES)
    for gain, expected in zip(computed, (kernel_gross_1(*grid), kernel_gross_0(*grid)), strict=True):
        assert gain == pytest.approx(expected.astype(np.float64), rel=2e-5)
    assert computed[0].max() == front_law.GROSS_CAP_1 and computed[1].max() == front_law.GROSS_CAP_0


def test_that_gross_gains_have_their_net_and_their_product() -> None:
    gain_1, gain_0 = front_law.gross(np.array([-80.0, 0.0, 80.0]), np.array(30.0), np.array(0.0))
    assert gain_1 - gain_0 == pytest.approx([-80.0, 0.0, 80.0]) and gain_1 * gain_0 == pytest.approx(225.0)
