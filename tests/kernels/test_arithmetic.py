"""The own polynomials against double precision, over their whole range."""

import numpy as np
import pytest
from numba import njit

from forecast_kernels.model import season
from forecast_kernels.numeric import arithmetic as a

FUNCTIONS = {
    name: getattr(a, name) for name in ("log", "exp", "sigmoid", "softplus", "inverse_softplus", "asinh", "logit")
}


def applied(function, x):
    @njit(error_model="numpy")
    def over(x):
        y = np.empty_like(x)
        for i in range(x.size):
            y[i] = function(x[i])
        return y

    return over(np.asarray(x, np.float32))


def ulps(got, want):
    return np.abs(got.astype(np.float64) - want) / np.spacing(np.abs(want).astype(np.float32)).astype(np.float64)


def test_that_log_is_within_one_ulp():
    x = np.exp(np.linspace(-80, 80, 400_001)).astype(np.float32)
    assert ulps(applied(a.log, x), np.log(x.astype(np.float64))).max() <= 1.0


def test_that_exp_is_within_one_ulp():
    x = np.linspace(-86, 87, 400_001).astype(np.float32)
    assert ulps(applied(a.exp, x), np.exp(x.astype(np.float64))).max() <= 1.05


@pytest.mark.parametrize("bad", [0.0, -1.0, 1e-45])
def test_that_log_of_nothing_is_finite(bad):
    assert np.isfinite(applied(a.log, [bad])).all()


def test_that_exp_saturates_instead_of_overflowing():
    assert np.isfinite(applied(a.exp, [1e9, -1e9, 88.5])).all()


def test_that_sine_and_cosine_are_within_8e_8():
    x = np.linspace(-np.pi / 4, np.pi / 4, 200_001).astype(np.float32)

    @njit(error_model="numpy")
    def both(x):
        y = np.empty((2, x.size), np.float32)
        for i in range(x.size):
            y[0, i], y[1, i] = a.sincos(x[i])
        return y

    got = both(x)
    assert np.abs(got[0] - np.sin(x.astype(np.float64))).max() < 8e-8
    assert np.abs(got[1] - np.cos(x.astype(np.float64))).max() < 8e-8


@pytest.mark.parametrize(
    ("name", "exact", "low", "high"),
    [
        ("sigmoid", lambda x: 1 / (1 + np.exp(-x)), -20, 20),
        ("softplus", lambda x: np.logaddexp(0, x), -20, 50),
        ("asinh", np.arcsinh, -1e5, 1e5),
        ("logit", lambda p: np.log(p / (1 - p)), 1e-3, 0.999),
        ("inverse_softplus", lambda y: np.where(y > 15, y, np.log(np.expm1(np.minimum(y, 20)))), 0.01, 40),
    ],
)
def test_that_compositions_are_close(name, exact, low, high):
    x = np.linspace(low, high, 50_001).astype(np.float32)
    np.testing.assert_allclose(applied(FUNCTIONS[name], x), exact(x.astype(np.float64)), rtol=3e-5, atol=2e-6)


def test_that_the_yearly_cosine_has_its_period():
    t = np.arange(-600, 1200).astype(np.float32)
    np.testing.assert_allclose(
        applied(season.yearly_cosine, t), np.cos(2 * np.pi * t.astype(np.float64) / 52), atol=2e-5
    )
