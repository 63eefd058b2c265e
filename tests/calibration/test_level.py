"""The level's filter and fit against what can be worked out in another way."""

import numpy as np
import pytest
from scipy import stats

from forecast.analysis.pareto import pareto_k
from forecast.calibration.front_law import from_level, log_slope, to_level
from forecast.calibration.level_fit import CHANCE, VARIANCE, filter_level, fit_level
from forecast.calibration.level_prior import FrontState, LevelParameters, from_normal, later_state
from forecast.calibration.synthetic import as_filtered, as_simulated


def parameters(mean: float = 2, shock: float = 0.3, pulse_halflife: float = 5):
    values = 15, 40, 1.5, mean, shock, pulse_halflife
    return LevelParameters(*(np.array([float(v)]) for v in values), np.array([[0.4], [0.7]]))


def test_that_the_scales_of_a_week_are_those_of_a_student_shock() -> None:
    edges = stats.gamma.ppf(1.0 - np.concatenate([[0.0], np.cumsum(CHANCE)]), 3)
    edges[[0, -1]] = np.inf, 0.0
    means = -np.diff(stats.gamma.cdf(edges, 2)) / CHANCE  # of 2/g over each bin, g gamma with shape 3
    assert CHANCE.sum() == pytest.approx(1.0) and pytest.approx(1.0, abs=1e-4) == CHANCE @ VARIANCE
    assert pytest.approx(means, abs=1e-4) == VARIANCE


def test_that_one_week_has_the_density_of_a_scale_mixture_of_two_normals() -> None:
    p, net = parameters(), np.array([[60.0, -12.0]])
    z = to_level(net[0], p.scale)
    expected = 0.0
    for chance, variance in zip(CHANCE, VARIANCE, strict=True):
        before = 0.3**2 * 0.25**0.2 / (1.0 - 0.25**0.2)  # what is left of the shocks of earlier weeks
        common = 1.5**2 + before + variance * 0.3**2
        covariance = common * np.ones((2, 2)) + variance * np.diag([0.4**2, 0.7**2])
        expected += chance * stats.multivariate_normal(np.full(2, 2.0), covariance).pdf(z)
    slope = log_slope(net[0], p.scale).sum()
    assert filter_level(net, p).loglik[0] == pytest.approx(np.log(expected) + slope, abs=1e-10)


def test_that_without_shocks_of_odd_size_it_is_the_kalman_filter(monkeypatch: pytest.MonkeyPatch) -> None:
    """One scale only: level, pulse and covariance after 20 weeks against the normal law of all weeks at once."""
    from forecast.calibration import level_fit

    monkeypatch.setattr(level_fit, "CHANCE", np.ones(1))
    monkeypatch.setattr(level_fit, "VARIANCE", np.ones(1))
    p, weeks = parameters(), 20
    net = as_filtered(p, weeks, np.random.default_rng(3))[0][:, :, 0].T
    net[4, 1] = np.nan
    net[9] = np.nan
    filtered = level_fit.filter_level(net, p)
    lag = np.abs(np.subtract.outer(np.arange(weeks), np.arange(weeks)))
    level = 1.5**2 * 0.5 ** (lag / 40.0)
    pulse = 0.3**2 / (1.0 - 0.25**0.2) * 0.5 ** (lag / 5.0)
    known = ~np.isnan(net.T.ravel())
    whole = np.block([[level + pulse] * 2] * 2) + np.diag(np.repeat([0.4**2, 0.7**2], weeks))
    y = to_level(net.T.ravel()[known], p.scale)
    cross, other = (np.tile(x[-1], 2)[known] for x in (level, pulse))
    solved = np.linalg.solve(whole[np.ix_(known, known)], np.column_stack([cross, other, y - 2.0]))
    assert filtered.level[0] == pytest.approx(2.0 + cross @ solved[:, 2], abs=1e-9)
    assert filtered.pulse[0] == pytest.approx(other @ solved[:, 2], abs=1e-9)
    assert filtered.level_variance[0] == pytest.approx(1.5**2 - cross @ solved[:, 0], abs=1e-9)
    assert filtered.covariance[0] == pytest.approx(-cross @ solved[:, 1], abs=1e-9)
    assert filtered.pulse_variance[0] == pytest.approx(pulse[0, 0] - other @ solved[:, 1], abs=1e-9)
    density = stats.multivariate_normal(np.full(known.sum(), 2.0), whole[np.ix_(known, known)]).logpdf(y)
    slope = log_slope(net.T.ravel()[known], p.scale).sum()
    assert filtered.loglik[0] == pytest.approx(density + slope, abs=1e-8)


def test_that_a_flood_week_hardly_moves_the_level_and_an_unseen_week_not_at_all() -> None:
    p = parameters(mean=1.0)
    calm = np.full((30, 2), 40.0)
    shocked, blank = calm.copy(), calm.copy()
    shocked[-1] = -900.0
    blank[-1] = np.nan
    levels = [filter_level(net, p).level[0] for net in (calm, shocked, blank)]
    step = to_level(np.array(-900.0), np.array(15.0)) - levels[0]
    assert 0 < levels[0] - levels[1] < 0.1 * abs(step)
    before = filter_level(calm[:-1], p).level[0]
    assert levels[2] == pytest.approx(1.0 + 0.5 ** (1 / 40) * (before - 1.0))


def test_that_a_peak_goes_to_the_pulse_and_a_lasting_rise_to_the_level() -> None:
    p = parameters()
    peak = np.full((60, 2), 40.0)
    peak[-4:] = 160.0
    rise = np.full((60, 2), 40.0)
    rise[-40:] = 160.0
    calm, short, long = (filter_level(net, p) for net in (peak[:-4], peak, rise))
    moved = [(f.level + f.pulse - calm.level - calm.pulse)[0] for f in (short, long)]
    shares = [(f.pulse - calm.pulse)[0] / by for f, by in zip((short, long), moved, strict=True)]
    assert min(moved) > 1.5 and shares[0] > 0.3 and abs(shares[1]) < 0.1, (moved, shares)


def test_that_carrying_forward_returns_to_the_long_run_level_with_its_spread(seed: int) -> None:
    """40,000 values: bounds are more than five standard errors."""
    n = 40_000
    p = LevelParameters(*(np.full(n, v) for v in (15.0, 40.0, 1.5, 2.0, 0.3, 5.0)), np.ones((2, n)))
    rng, start = np.random.default_rng(seed), FrontState(np.full(n, 5.0), np.full(n, 1.0))
    near, far = (later_state(start, p, weeks, rng) for weeks in (3, 400))
    keep, fades = 0.5 ** (3 / 40), 0.5 ** (3 / 5)
    assert near.level.mean() == pytest.approx(2.0 + 3.0 * keep, abs=0.02)
    assert near.level.std() == pytest.approx(1.5 * np.sqrt(1 - keep**2), rel=0.02)
    assert near.pulse.mean() == pytest.approx(fades, abs=0.02)
    assert far.level.mean() == pytest.approx(2.0, abs=0.05) and far.level.std() == pytest.approx(1.5, rel=0.02)
    stationary = 0.3 / np.sqrt(1.0 - 0.25**0.2)
    assert near.pulse.std() == pytest.approx(stationary * np.sqrt(1 - fades**2), rel=0.04)
    assert far.pulse.std() == pytest.approx(stationary, rel=0.04) and far.pulse.mean() == pytest.approx(0.0, abs=0.02)
    assert all((later_state(start, p, 0, rng)[k] == start[k]).all() for k in range(2))


def test_that_a_fit_is_told_from_its_prior_and_repeats_itself() -> None:
    rng = np.random.default_rng(11)
    truth = from_normal(np.zeros((1, 8)))
    net, last = as_filtered(truth, 105, rng)
    fits = [fit_level(net[:, :, 0].T, np.random.default_rng(1)) for _ in range(2)]
    assert np.array_equal(fits[0].weights, fits[1].weights)
    p, state = fits[0].resample(1000, np.random.default_rng(2))
    assert np.log(p.noise[1]).std() < 0.35 and np.log(p.shock).std() < 0.55  # the prior has 0.6 in both
    assert abs(state.total.mean() - last.total[0]) < 4 * state.total.std()
    assert abs(state.pulse.mean() - last.pulse[0]) < 4 * state.pulse.std()
    assert fits[0].ess > 500 and pareto_k(fits[0].weights) < 0.7


def test_that_synthetic_maps_have_their_noise_and_their_shock(seed: int) -> None:
    """20,000 records of 2 weeks, on the level's scale.

    The difference of two maps has both noises and no shock; a map less the state has its own noise.
    """
    n = 20_000
    values = 15.0, 40.0, 1.5, 2.0, 0.3, 5.0
    p = LevelParameters(*(np.full(n, v) for v in values), np.full((2, n), [[0.4], [0.7]]))
    for make in (as_filtered, as_simulated):
        net, last = make(p, 2, np.random.default_rng(seed))
        first, second = to_level(net, p.scale)
        assert (second - first).std() == pytest.approx(np.hypot(0.4, 0.7), rel=0.05)
        assert (first[-1] - last.total).std() == pytest.approx(0.4, rel=0.07)
        assert last.pulse.std() == pytest.approx(0.3 / np.sqrt(1.0 - 0.25**0.2), rel=0.04)


def test_that_levels_and_gains_are_inverse() -> None:
    gain, scale = np.array([-800.0, -3.0, 0.0, 0.5, 400.0]), np.array(13.0)
    assert from_level(to_level(gain, scale), scale) == pytest.approx(gain)
    rise = (to_level(gain + 1e-6, scale) - to_level(gain - 1e-6, scale)) / 2e-6
    assert np.log(rise[[0, 1, 3, 4]]) == pytest.approx(log_slope(gain, scale)[[0, 1, 3, 4]], abs=1e-5)
