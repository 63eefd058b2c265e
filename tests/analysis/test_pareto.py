"""The shape of the tail of importance weights is that of arviz-stats, and that of known tails."""

import numpy as np
import pytest
from scipy import stats

from forecast.analysis.pareto import pareto_k, pareto_shape

# k-hat of `quantiles(n, k)` by arviz_stats.base.array_stats.psislw, version 0.8.0
ARVIZ_STATS = {
    (400, 0.2): 0.25510334816479635,
    (400, 0.6): 0.5769386166438931,
    (400, 1.0): 0.8988687860510052,
    (2500, 0.2): 0.22412027329786754,
    (2500, 0.6): 0.5891462258356948,
    (2500, 1.0): 0.95421601167304,
    (3000, 1.5): 1.417997531142411,
}


def quantiles(n: int, k: float) -> np.ndarray:
    """Weights at the quantiles of a Pareto distribution whose tail has the shape k."""
    return ((np.arange(n) + 0.5) / n) ** -k


@pytest.mark.parametrize(("n", "k"), ARVIZ_STATS)
def test_that_k_is_that_of_arviz_stats(n: int, k: float) -> None:
    assert pareto_k(quantiles(n, k)) == pytest.approx(ARVIZ_STATS[n, k], rel=1e-12)


def test_that_k_is_that_of_the_installed_arviz_stats(seed: int) -> None:
    base = pytest.importorskip("arviz_stats.base")
    rng = np.random.default_rng(seed)
    for n in (100, 999, 3000):
        weights = np.exp(1.5 * rng.standard_normal(n))
        theirs = float(base.array_stats.psislw(-np.log(weights))[1])
        assert pareto_k(weights) == pytest.approx(theirs, rel=1e-9)


@pytest.mark.parametrize("k", [0.2, 0.6, 1.0])
def test_that_known_tails_have_their_shape(k: float, seed: int) -> None:
    """Mean of 50 samples of 3,000, each with an error of about 0.1; it is shrunk a little toward 0.5."""
    rng = np.random.default_rng(seed)
    estimates = [pareto_k(rng.pareto(1.0 / k, 3000) + 1.0) for _ in range(50)]
    assert abs(np.mean(estimates) - k) < 0.12


def test_that_excesses_of_a_generalised_pareto_have_its_shape(seed: int) -> None:
    """20,000 excesses: the maximum-likelihood error is 0.011, the bound five of them with the shrinkage."""
    for k in (0.1, 0.5, 0.9):
        x = np.sort(stats.genpareto.rvs(k, size=20_000, random_state=np.random.default_rng(seed)))
        assert pareto_shape(x) == pytest.approx(k, abs=0.07)


def test_that_too_few_weights_have_none() -> None:
    assert np.isnan(pareto_k(np.ones(20))) and np.isnan(pareto_k(np.ones(1000)))
