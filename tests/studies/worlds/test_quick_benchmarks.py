"""The fast paths of the two costly benchmarks give what statsmodels gives."""

import numpy as np
import pytest

from forecast.hindcast.benchmarks import BENCHMARKS
from studies.worlds.quick_benchmarks import RULES, arma_filter, level_filter

HORIZONS = (1, 13, 52)
N = 20_000


def series(seed: int, gap: bool) -> np.ndarray:
    """A level that wanders about 60 km2 a week, seen with noise."""
    rng = np.random.Generator(np.random.PCG64(seed))
    level, out = 20.0, np.empty(110)
    for t in range(len(out)):
        level = 60.0 + 0.93 * (level - 60.0) + 14.0 * rng.standard_normal()
        out[t] = level + 20.0 * rng.standard_normal()
    out[0] = np.nan
    if gap:
        out[[40, 41, -1]] = np.nan
    return out


@pytest.mark.parametrize("gap", [False, True])
@pytest.mark.parametrize("name", ["local_level", "arma_11"])
def test_that_a_fast_rule_forecasts_what_the_benchmark_does(name: str, gap: bool, seed: int) -> None:
    past = series(11, gap)
    mine, theirs = (
        rule(past, HORIZONS, N, np.random.Generator(np.random.PCG64([seed, k])))
        for k, rule in enumerate((RULES[name], BENCHMARKS[name]))
    )
    # 20,000 samples: an error of 0.01 standard deviations of a mean and half of that in a spread; five of both
    spread = theirs.std(axis=0)
    assert np.all(np.abs(mine.mean(axis=0) - theirs.mean(axis=0)) < 0.05 * spread)
    assert mine.std(axis=0) == pytest.approx(spread, rel=0.035)


def test_that_the_likelihoods_are_those_of_statsmodels() -> None:
    from statsmodels.tsa.arima.model import ARIMA
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    past = series(12, gap=True)
    loglik, mean, variance, *_ = (float(values[0]) for values in arma_filter(past, *np.array([[0.9], [-0.5]])))
    n = int((~np.isnan(past)).sum())
    model = ARIMA(past, order=(1, 0, 1), trend="c")
    assert loglik - 0.5 * n * (1.0 + np.log(2.0 * np.pi)) == pytest.approx(
        model.loglike([mean, 0.9, -0.5, variance]), rel=1e-9
    )
    logliks, variances, *_ = level_filter(past, np.array([0.1, 0.3]))
    walk = UnobservedComponents(past, "local level")  # its approximate diffuse start adds a constant
    theirs = [
        walk.loglike([(1.0 - part) * variance, part * variance])
        for part, variance in zip((0.1, 0.3), variances, strict=True)
    ]
    assert logliks[1] - logliks[0] == pytest.approx(theirs[1] - theirs[0], abs=1e-3)
