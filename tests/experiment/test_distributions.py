"""Inverse distribution functions against SciPy's distributions, clips, and the tails of the unit interval."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import stats

from forecast.config.models import Prior
from forecast.experiment.distributions import constant, is_fixed, quantile, spread_of
from forecast.experiment.rows import RowSource, fill, source_of

CASES: list[tuple[dict[str, Any], Any]] = [
    ({"normal": {"mean": 600.0, "sd": 50.0}}, stats.norm(600, 50)),
    ({"normal": {"mean": -0.4, "sd": 0.1}}, stats.norm(-0.4, 0.1)),
    ({"lognormal": {"median": 0.042, "sdlog": 0.4}}, stats.lognorm(0.4, scale=0.042)),
    ({"beta": {"a": 2.0, "b": 8.0}}, stats.beta(2, 8)),
    ({"beta": {"a": 0.5, "b": 0.7}}, stats.beta(0.5, 0.7)),
    ({"gamma": {"shape": 2.0, "rate": 4.0}}, stats.gamma(2, scale=1 / 4)),
    ({"triangular": {"min": 4.0, "mode": 6.0, "max": 15.0}}, stats.triang(2 / 11, 4, 11)),
    ({"triangular": {"min": 0.0, "mode": 0.0, "max": 3.0}}, stats.triang(0, 0, 3)),
    ({"triangular": {"min": -2.0, "mode": 3.0, "max": 3.0}}, stats.triang(1, -2, 5)),
    ({"uniform": {"low": 1000.0, "high": 1200.0}}, stats.uniform(1000, 200)),
]
IDS = [f"{next(iter(given))}{number}" for number, (given, _) in enumerate(CASES)]
EDGE = 2.0**-33

Make = Callable[..., Prior]


@pytest.mark.parametrize(("given", "reference"), CASES, ids=IDS)
def test_that_quantiles_equal_those_of_scipy(given: dict[str, Any], reference: Any, make_prior: Make) -> None:
    u = np.concatenate([[EDGE, 1e-6], np.linspace(0.001, 0.999, 1999), [1 - 1e-6, 1 - EDGE]])
    values = quantile(make_prior("x", None, **given), u)
    assert values.dtype == np.float32
    scale = float(reference.std())
    np.testing.assert_allclose(values, reference.ppf(u), rtol=2e-7, atol=1e-9 * scale)


@pytest.mark.parametrize(("given", "reference"), CASES, ids=IDS)
def test_that_moments_are_right(given: dict[str, Any], reference: Any, make_prior: Make) -> None:
    u = (np.arange(200_000) + 0.5) / 200_000
    values = quantile(make_prior("x", None, **given), u).astype(np.float64)
    mean, variance, skewness = (float(m) for m in reference.stats("mvs"))
    assert values.mean() == pytest.approx(mean, rel=1e-4, abs=1e-4 * variance**0.5)
    assert values.var() == pytest.approx(variance, rel=1e-3)
    assert stats.skew(values) == pytest.approx(skewness, rel=2e-2, abs=1e-3)


@pytest.mark.parametrize(("given", "_"), CASES, ids=IDS)
def test_that_values_do_not_depend_on_their_neighbours(given: dict[str, Any], _: Any, make_prior: Make) -> None:
    """Vector code has other paths for the ends of an array: a chunk must give the bits of the whole."""
    u = np.linspace(EDGE, 1 - EDGE, 501)
    x = make_prior("x", None, **given)
    whole = quantile(x, u)
    for step in (1, 2, 3, 5, 7, 16, 33):
        parts = [quantile(x, u[i : i + step].copy()) for i in range(0, 501, step)]
        assert np.array_equal(np.concatenate(parts), whole)


CHOICE = {"choice": {"values": [1.5, 2.0, 3.0], "weights": [2.0, 2.0, 1.0]}}


def test_that_a_choice_has_the_weights_of_its_values(make_prior: Make) -> None:
    u = (np.arange(10_000) + 0.5) / 10_000
    x = make_prior("x", None, **CHOICE)
    drawn = quantile(x, u)
    assert drawn.dtype == np.float32 and np.all(np.diff(drawn) >= 0)
    found, count = np.unique(drawn, return_counts=True)
    assert found.tolist() == [1.5, 2.0, 3.0]
    assert (count / 10_000).tolist() == [0.4, 0.4, 0.2]
    assert spread_of(x) == pytest.approx((2.0, 1.5, 3.0))
    assert spread_of(make_prior("x", None, **CHOICE, at_most=2.0)).mean == pytest.approx(1.8)
    assert quantile(x, np.array([EDGE, 1 - EDGE])).tolist() == [1.5, 3.0]


def test_that_clips_hold_and_keep_the_middle(make_prior: Make) -> None:
    u = np.linspace(0.01, 0.99, 99)
    free = quantile(make_prior("x", None, normal={"mean": 0.0, "sd": 1.0}), u)
    clipped = quantile(make_prior("x", None, normal={"mean": 0.0, "sd": 1.0}, at_least=-0.5, at_most=1.25), u)
    assert clipped.min() == -0.5 and clipped.max() == 1.25
    inside = (free > -0.5) & (free < 1.25)
    assert inside.any() and np.array_equal(clipped[inside], free[inside])


def test_that_a_fixed_prior_is_one_number(make_prior: Make) -> None:
    fixed = make_prior("x", None, fixed=0.1)
    assert is_fixed(fixed) and constant(fixed) == np.float32(0.1)
    assert np.array_equal(quantile(fixed, np.array([0.2, 0.9])), np.full(2, np.float32(0.1)))
    assert constant(make_prior("x", None, fixed=9.0, at_most=4.0)) == 4.0
    drawn = make_prior("x", None, uniform={"low": 0.0, "high": 1.0})
    assert not is_fixed(drawn)
    with pytest.raises(ValueError, match="'x' is drawn"):
        constant(drawn)


def test_that_a_row_is_the_stored_draw_times_the_factor_in_single_precision(make_prior: Make) -> None:
    drawn = make_prior("months", None, "months", uniform={"low": 1.0, "high": 20.0})
    column = quantile(drawn, np.linspace(0.01, 0.99, 64))
    rows = [
        source_of(drawn, 52 / 12),
        source_of(make_prior("y", None, fixed=3.0), 0.001),
        RowSource(None, np.float32(-1.0)),
    ]
    out = np.empty((3, 64), dtype=np.float32)
    fill(rows, {"months": column}, out)
    assert np.array_equal(out[0], column * np.float32(52 / 12)) and not np.array_equal(out[0], column)
    assert np.all(out[1] == np.float32(3.0) * np.float32(0.001)) and np.all(out[2] == -1.0)
