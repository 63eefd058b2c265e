"""Local level and ARMA(1,1): paths against the library's own moments, coverage on their own law, failing optimisers."""

import warnings
from types import SimpleNamespace

import numpy as np
import pytest

from forecast.errors import ObservationError
from forecast.hindcast.benchmarks import BENCHMARKS
from forecast.hindcast.benchmarks.state_space import OPTIMISERS, fitted, paths


def local_level_series(rng, weeks, ratio=0.4):
    return 20.0 + np.cumsum(10.0 * ratio * rng.standard_normal(weeks)) + 10.0 * rng.standard_normal(weeks)


def models(past):
    from statsmodels.tsa.arima.model import ARIMA
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield UnobservedComponents(past, "local level").fit(disp=0)
        yield ARIMA(past, order=(1, 0, 1), trend="c").fit()


def test_that_paths_have_the_moments_of_the_librarys_forecast(seed):
    rng = np.random.default_rng(seed)
    past = local_level_series(rng, 70)
    past[[30, 69]] = np.nan
    for result in models(past):
        expected = result.get_forecast(20)
        n = 20_000
        got = paths(result, 20, n, rng)
        se = expected.se_mean
        assert (np.abs(got.mean(axis=0) - expected.predicted_mean) < 5 * se / np.sqrt(n)).all()  # 1 in 40,000
        assert got.std(axis=0) == pytest.approx(se, rel=0.03)


def test_that_a_path_keeps_its_level():
    rng = np.random.default_rng(1)
    past = local_level_series(rng, 70)
    result = next(models(past))
    noise, step = result.params
    got = paths(result, 13, 20_000, rng)
    start = result.filter_results.predicted_state_cov[0, 0, -1]
    # the sum of 13 weeks: state 13 times, step k in 13 - k weeks, noise once a week
    variance = 13**2 * start + step * sum(k**2 for k in range(1, 13)) + 13 * noise
    assert got.sum(axis=1).var() == pytest.approx(variance, rel=0.05)


@pytest.mark.parametrize("rule", ["local_level", "arma_11"])
def test_that_the_rule_is_the_fitted_model(rule, seed):
    rng = np.random.default_rng(seed)
    past = local_level_series(rng, 80)
    result = dict(zip(["local_level", "arma_11"], models(past), strict=True))[rule]
    got = BENCHMARKS[rule](past, (1, 13), 20_000, rng)
    expected = result.forecast(13)
    assert got[:, 0].mean() == pytest.approx(expected[0], abs=5 * got[:, 0].std() / 140)
    assert got[:, 1].mean() == pytest.approx(expected.sum(), abs=5 * got[:, 1].std() / 140)


@pytest.mark.validate
def test_that_local_level_covers_its_own_law(seed):
    rng = np.random.default_rng(seed)
    hits = []
    for _ in range(250):
        series = local_level_series(rng, 113)
        got = BENCHMARKS["local_level"](series[:100], (1, 4, 13), 1000, rng)
        truth = np.cumsum(series[100:])[[0, 3, 12]]
        low, high = np.quantile(got, [0.1, 0.9], axis=0)
        hits.append((low <= truth) & (truth <= high))
    # sd of a share 0.025; plug-in variances cost a few points; fails by chance less than once in 1,000
    assert np.mean(hits, axis=0) == pytest.approx(np.full(3, 0.78), abs=0.09)


def test_that_a_failed_optimiser_is_followed_by_the_next_and_the_last_failure_is_told():
    asked = []

    def fit(optimiser, start):
        asked.append(optimiser)
        if optimiser == OPTIMISERS[0]:
            raise np.linalg.LinAlgError
        converged = optimiser == OPTIMISERS[2]
        return SimpleNamespace(mle_retvals={"converged": converged}, llf=1.0, params=np.ones(2))

    fitted(fit, "arma_11")
    assert asked == list(OPTIMISERS)
    with pytest.raises(ObservationError, match=r"'arma_11' could not be fitted: none of lbfgs, nm, powell converged"):
        fitted(lambda *_: SimpleNamespace(mle_retvals={"converged": False}, llf=1.0, params=np.ones(2)), "arma_11")


def test_that_the_likeliest_of_the_starts_wins():
    def fit(optimiser, start):
        return SimpleNamespace(mle_retvals={"converged": True}, llf=start[0], params=np.array(start))

    assert fitted(fit, "arma_11", [(1.0,), (3.0,), (2.0,)]).llf == 3.0
