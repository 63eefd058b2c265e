"""The level of the front is recovered from synthetic series whose truth is known."""

import numpy as np
import pytest
from scipy import stats

from forecast.assess.front_statistics.level_filter import LevelParameters, filter_level
from forecast.assess.front_statistics.level_fit import carried_forward, fit_level, unpack

WEEKS = 105


def synthetic(rng: np.random.Generator, p: LevelParameters) -> tuple[np.ndarray, float]:
    """Two maps of one front (weeks, 2) with the equations of the level, and its last level in km2 a week."""
    phi = 0.5 ** (1.0 / p.halflife[0])
    x = p.mean[0] + p.sd[0] * rng.standard_normal()
    net = np.empty((WEEKS, 2))
    for t in range(WEEKS):
        if t:
            x = p.mean[0] + phi * (x - p.mean[0]) + p.sd[0] * np.sqrt(1 - phi**2) * rng.standard_normal()
        # one draw of t with 6 degrees for the week, shared by the shock and the maps, as the filter takes it
        tail = np.sqrt(4.0 / rng.chisquare(6))
        shock = p.shock[0] * tail * rng.standard_normal()
        net[t] = p.scale[0] * np.sinh(x + shock + p.noise[:, 0] * tail * rng.standard_normal(2))
    net[:2, 1] = np.nan
    return net, float(p.scale[0] * np.sinh(x))


def test_that_truths_drawn_from_the_prior_are_covered_as_often_as_promised() -> None:
    seed = 20241130
    print("seed", seed)
    rng = np.random.Generator(np.random.PCG64(seed))
    hits = {"scale": 0, "halflife": 0, "shock": 0, "level": 0}
    wide = {"scale": 0.0, "halflife": 0.0, "shock": 0.0}
    cases = 80
    for case in range(cases):
        truth = unpack(rng.standard_normal((1, 7)))
        net, last = synthetic(rng, truth)
        fit = fit_level(net, seed=case, draws=1500)
        p = fit.parameters
        values = {
            "scale": p.scale,
            "halflife": p.halflife,
            "shock": p.shock,
            "level": p.scale * np.sinh(fit.filtered.level),
        }
        true = {"scale": truth.scale[0], "halflife": truth.halflife[0], "shock": truth.shock[0], "level": last}
        noise = np.random.Generator(np.random.PCG64(case)).standard_normal(len(p.scale))
        values["level"] = p.scale * np.sinh(fit.filtered.level + np.sqrt(fit.filtered.variance) * noise)
        for name, value in values.items():
            order = np.argsort(value)
            below = np.cumsum(fit.weights[order])
            low, high = (value[order][np.searchsorted(below, q)] for q in (0.1, 0.9))
            hits[name] += low <= true[name] <= high
            if name in wide:
                wide[name] += np.log(high / low) / 2.563 / cases
    # 80 cases at 0.8: four standard errors are 0.18
    assert all(0.62 <= count / cases <= 0.97 for count in hits.values()), hits
    # and the data teach: posterior spreads of the logs well below the prior's 0.35 and 0.4
    assert wide["scale"] < 0.27 and wide["shock"] < 0.37, wide


def test_that_one_week_has_the_density_of_a_bivariate_t_with_unit_variance_shock() -> None:
    p = LevelParameters(*(np.array([v]) for v in (25.0, 18.0, 0.9, 1.1, 0.3)), np.array([[0.25], [0.45]]))
    net = np.array([[60.0, -12.0]])
    covariance = (0.9**2 + 0.3**2) * np.ones((2, 2)) + np.diag([0.25**2, 0.45**2])
    expected = stats.multivariate_t(np.full(2, 1.1), covariance * 4 / 6, df=6).logpdf(np.arcsinh(net[0] / 25.0))
    expected -= 0.5 * np.log(net[0] ** 2 + 25.0**2).sum()
    assert filter_level(net, p).loglik[0] == pytest.approx(expected, abs=1e-10)


def test_that_a_flood_week_hardly_moves_the_level_and_an_unseen_week_not_at_all() -> None:
    p = LevelParameters(*(np.array([v]) for v in (28.0, 18.0, 1.0, 1.0, 0.2)), np.array([[0.3], [0.45]]))
    calm = np.full((30, 2), 40.0)
    shocked, blank = calm.copy(), calm.copy()
    shocked[-1] = -5000.0
    blank[-1] = np.nan
    levels = [filter_level(net, p).level[0] for net in (calm, shocked, blank)]
    gaussian_step = 0.35 * (np.arcsinh(-5000 / 28) - levels[0])
    assert 0 < levels[0] - levels[1] < 0.25 * abs(gaussian_step)
    assert levels[2] == pytest.approx(p.mean[0] + 0.5 ** (1 / 18) * (filter_level(calm[:-1], p).level[0] - p.mean[0]))


def test_that_carrying_forward_returns_to_the_long_run_level_with_its_spread() -> None:
    rng = np.random.Generator(np.random.PCG64(5))
    net, _ = synthetic(rng, unpack(np.zeros((1, 7))))
    fit = fit_level(net, seed=1)
    far = np.arcsinh(carried_forward(fit, 2000, seed=2) / fit.parameters.scale)
    mean = fit.weights @ far
    spread = np.sqrt(fit.weights @ (far - mean) ** 2)
    assert mean == pytest.approx(fit.weights @ fit.parameters.mean, abs=0.1)
    assert spread == pytest.approx(np.sqrt(fit.weights @ fit.parameters.sd**2 + 0.05), rel=0.15)
    again = carried_forward(fit, 2000, seed=2)
    assert np.array_equal(again, carried_forward(fit, 2000, seed=2))
