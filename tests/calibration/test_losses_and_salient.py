"""Claimed losses and the salient: known truths are recovered, and what cannot be fitted is not."""

import numpy as np
import pytest
from scipy import stats

from forecast.calibration.claimed_losses import GRID, KEEP, WEEKS, fit_losses
from forecast.calibration.salient import DECAY, ERROR, POINTS, STEP, after_peak, fit_salient
from forecast_kernels.model import attrition


def test_that_the_persistence_is_the_kernels() -> None:
    assert pytest.approx(float(attrition.KEEP)) == KEEP


def claims(rng: np.random.Generator, level: float, slope: float, shock: float) -> np.ndarray:
    e = np.empty(WEEKS)
    e[0] = shock * rng.standard_normal()
    for t in range(1, WEEKS):
        e[t] = KEEP * e[t - 1] + shock * np.sqrt(1 - KEEP**2) * rng.standard_normal()
    return 7.0 * level * np.exp(slope * (np.arange(WEEKS) - WEEKS + 1) + e)


def test_that_claims_are_covered_as_often_as_promised(seed: int) -> None:
    """200 truths from the prior: central 80 % of either number covers 160, sd 5.7; the bounds are five of them."""
    rng = np.random.default_rng(seed)
    hits = np.zeros(2)
    for _ in range(200):
        level, shock = 1000.0 * np.exp(1.5 * rng.standard_normal()), 0.15 * np.exp(0.7 * rng.standard_normal())
        fit = fit_losses(claims(rng, level, 0.02 * rng.standard_normal(), shock))
        assert fit is not None
        for k, (truth, draws) in enumerate(zip((level, shock), fit.resample(500, rng), strict=True)):
            low, high = np.quantile(draws, [0.1, 0.9])
            hits[k] += low <= truth <= high
    assert ((hits > 131) & (hits < 189)).all(), hits


def test_that_the_posterior_of_the_shock_is_that_of_all_weeks_at_once() -> None:
    weekly = claims(np.random.default_rng(4), 1200.0, 0.01, 0.12)
    weekly[20:23] = np.nan
    fit = fit_losses(weekly)
    assert fit is not None and fit.weeks == WEEKS - 3
    at = np.flatnonzero(~np.isnan(weekly))
    x = np.column_stack([np.ones(len(at)), at - (WEEKS - 1.0)])
    y = np.log(weekly[at] / 7.0)
    prior = x @ np.diag([1.5**2, 0.02**2]) @ x.T
    logs = []
    for s in GRID[[120, 160]]:
        covariance = s * s * KEEP ** np.abs(np.subtract.outer(at, at)) + prior
        mean = x @ [np.log(1000.0), 0.0]
        logs.append(stats.multivariate_normal(mean, covariance).logpdf(y) - 0.5 * (np.log(s / 0.15) / 0.7) ** 2)
    assert np.log(fit.weight[160] / fit.weight[120]) == pytest.approx(logs[1] - logs[0], abs=1e-6)


def areas(rng: np.random.Generator, decay: float, step: float, error: float, weeks: int = 13) -> np.ndarray:
    x = np.log(900.0) + np.concatenate([[0.0], np.cumsum(np.log1p(-decay) + step * rng.standard_normal(weeks - 1))])
    return np.exp(x[:, None] + error * rng.standard_normal((weeks, 2)))


def test_that_a_decay_is_covered_as_often_as_promised(seed: int) -> None:
    """150 truths from the prior, a peak in the first week: 80 % are 120, sd 4.9; the bounds are five of them."""
    rng = np.random.default_rng(seed)
    hits = 0
    for _ in range(150):
        decay, step, error = (0.05 * np.exp(s * rng.standard_normal()) for s in (0.8, 0.7, 0.7))
        area = areas(rng, min(decay, 0.9), step, error)
        area[0] = area.max() * 1.0001
        fit = fit_salient(area)
        assert fit is not None and fit.weeks == 13
        low, high = np.quantile(fit.resample(400, 3, rng)[0], [0.1, 0.9])
        hits += low <= min(decay, 0.9) <= high
    assert 95 < hits < 145, hits


def test_that_a_salient_starts_at_its_peak_and_one_map_does() -> None:
    grown = np.array([[10.0], [400.0], [900.0], [850.0], [800.0], [np.nan], [700.0], [660.0], [640.0]])
    assert len(after_peak(grown)) == 7
    fit = fit_salient(grown)
    assert fit is not None and fit.weeks == 6
    decay, last, later = fit.resample(4000, 3, np.random.default_rng(1))
    assert 0.02 < np.median(decay) < 0.09
    assert 600 < np.median(last) < 680 and np.median(later) < np.median(last)


@pytest.mark.parametrize("area", [np.full((4, 2), 9.0), np.vstack([np.linspace(900, 100, 9)[:, None], [[0.0]]])])
def test_that_a_short_or_finished_salient_is_not_fitted(area: np.ndarray) -> None:
    assert fit_salient(area) is None


def test_that_few_weeks_of_claims_are_not_fitted() -> None:
    assert fit_losses(np.full(12, 7000.0)) is None and fit_losses(np.zeros(60)) is None


def test_that_the_posterior_of_a_salient_is_that_of_all_weeks_at_once() -> None:
    """Two points of the grid: ratio of their weights, mean and variance of the last log area, from one normal law."""
    area = areas(np.random.default_rng(9), 0.05, 0.05, 0.05)
    area[0] = area.max() * 1.01
    area[4, 1] = area[6] = np.nan
    fit = fit_salient(area)
    assert fit is not None
    known = ~np.isnan(area)
    week, _ = np.nonzero(known)
    y, start = np.log(area[known]), np.log(area[0]).mean()
    logs, points = [], [13_000, 14_111]
    for k in points:
        s, decay = fit.step[k], fit.decay[k]
        level = 1.0 + s * s * np.minimum.outer(week, week)
        whole = level + error_of(k) ** 2 * np.eye(len(y))
        mean = start + week * np.log1p(-decay)
        prior = -0.5 * sum((np.log(x / m) / d) ** 2 for x, m, d in priors_of(decay, s, error_of(k)))
        logs.append(stats.multivariate_normal(mean, whole).logpdf(y) + prior)
        cross = 1.0 + s * s * week
        last = start + 12 * np.log1p(-decay) + cross @ np.linalg.solve(whole, y - mean)
        assert fit.level[k] == pytest.approx(last, abs=1e-9)
        assert fit.variance[k] == pytest.approx(1.0 + 12 * s * s - cross @ np.linalg.solve(whole, cross), abs=1e-9)
    log_ratio = np.log(fit.weight[points[1]] / fit.weight[points[0]])
    assert log_ratio == pytest.approx(logs[1] - logs[0], abs=1e-6)


def error_of(k: int) -> float:
    """Map error at a point of the flattened grid, whose last axis it is."""
    return float(0.05 * np.exp(0.7 * 3.0 * np.linspace(-1.0, 1.0, POINTS[2])[k % POINTS[2]]))


def priors_of(decay: float, step: float, error: float) -> list[tuple[float, float, float]]:
    return [(value, *law) for value, law in ((decay, DECAY), (step, STEP), (error, ERROR))]
