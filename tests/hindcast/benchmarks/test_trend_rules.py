"""Local linear trend and damped trend: published forecasts, other writings of the same law, odd weeks."""

import warnings

import numpy as np
import pytest

from forecast.hindcast.benchmarks import REFERENCE
from forecast.hindcast.benchmarks.damped_trend import Setting, damped_trend, smooth

# Passengers of Australian airlines, million, 1990 to 2004. Hyndman & Athanasopoulos, Forecasting: principles and
# practice (2013), section 7.2: forecasts by Holt's method with 0.8 and 0.2, from the first value and the first change.
PASSENGERS = np.array(
    [17.55, 21.86, 23.89, 26.93, 26.89, 28.83, 30.08, 30.95, 30.19, 31.58, 32.58, 33.48, 39.02, 41.39, 41.60]
)
PUBLISHED = [43.76, 45.59, 47.43, 49.27, 51.10]


def setting(*values):
    return Setting(*(np.array([value]) for value in values))


def holt(past, level, slope, damping, start):
    """State at the end by the classical method: no error is cut."""
    got = smooth(past, setting(level, slope, damping), (*start, 1.0), 1.0, limit=np.inf)
    return float(got.level[0]), float(got.slope[0])


def test_that_undamped_smoothing_gives_the_published_forecasts():
    level, slope = holt(PASSENGERS, 0.8, 0.2, 1.0, (17.55, 4.31))
    assert [level + slope * week for week in range(1, 6)] == pytest.approx(PUBLISHED, abs=0.012)


def test_that_damped_smoothing_is_that_of_statsmodels():
    from statsmodels.tsa.holtwinters import Holt

    level, slope = holt(PASSENGERS, 0.7, 0.3, 0.85, (16.0, 1.5))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = Holt(
            PASSENGERS, damped_trend=True, initialization_method="known", initial_level=16.0, initial_trend=1.5
        )
        fit = model.fit(smoothing_level=0.7, smoothing_trend=0.3, damping_trend=0.85, optimized=False)
    expected = [level + slope * np.cumsum(0.85 ** np.arange(1.0, 6.0))[week] for week in range(5)]
    assert fit.forecast(5) == pytest.approx(expected)


def test_that_a_local_linear_trend_ends_in_holts_method(seed):
    """Harvey (1989): with these two ratios of variances the filter's gains settle at 0.8 and 0.8 times 0.2."""
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    past = np.cumsum(np.random.default_rng(seed).standard_normal(200)) * 5.0
    model = UnobservedComponents(past, "local linear trend")
    level = (0.8**2 + 0.8**2 * 0.2 - 2 * 0.8 * 0.2) / 0.2
    slope = 0.8**2 * 0.2**2 / 0.2
    expected = model.smooth([1.0, level, slope]).forecast(4)
    end, change = holt(past, 0.8, 0.2, 1.0, (0.0, 0.0))
    assert [end + change * week for week in range(1, 5)] == pytest.approx(list(expected), abs=1e-6)


def test_that_local_linear_trend_is_the_fitted_model(seed):
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    rng = np.random.default_rng(seed)
    slope = np.cumsum(0.4 * rng.standard_normal(90))
    past = 20.0 + np.cumsum(slope) + 8.0 * rng.standard_normal(90)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = UnobservedComponents(past, "local linear trend").fit(disp=0).forecast(13)
    got = REFERENCE["local_linear_trend"](past, (1, 13), 20_000, rng)
    error = 5 * got.std(axis=0) / np.sqrt(20_000)  # fails by chance once in 10^6
    assert (np.abs(got.mean(axis=0) - [expected[0], expected.sum()]) < error + 0.01 * np.abs(expected.sum())).all()


def test_that_a_single_odd_week_moves_the_damped_trend_by_its_limit_only(seed):
    rng = np.random.default_rng(seed)
    past = 20.0 + rng.standard_normal(60)
    odd = past.copy()
    odd[-1] = 1_000.0
    robust, classical = (
        [smooth(series, setting(0.3, 0.1, 0.9), (20.0, 0.0, 1.0), 0.25, limit).level[0] for series in (past, odd)]
        for limit in (2.0, np.inf)
    )
    assert classical[1] - classical[0] > 290.0
    assert 0.0 < robust[1] - robust[0] < 0.3 * 5.0  # a cut of two scales of about one


def test_that_a_line_is_continued_and_then_levels_off():
    past = 5.0 + 2.0 * np.arange(60.0)
    got = damped_trend(past, (1, 2, 52, 53), 500, np.random.default_rng(0))
    middle = np.median(got, axis=0)
    assert middle[0] == pytest.approx(past[-1] + 2.0, abs=1.0)
    assert 0.0 < middle[3] - middle[2] - middle[0] < 2.0 * 52  # less than the line


def test_that_the_damped_trend_covers_a_wandering_level(seed):
    rng = np.random.default_rng(seed)
    hits = []
    for _ in range(300):
        series = 20.0 + np.cumsum(4.0 * rng.standard_normal(117)) + 10.0 * rng.standard_normal(117)
        got = damped_trend(series[:104], (1, 13), 400, rng)
        truth = np.cumsum(series[104:])[[0, 12]]
        low, high = np.quantile(got, [0.1, 0.9], axis=0)
        hits.append((low <= truth) & (truth <= high))
    # sd of a share 0.023; the chosen setting is uncertain, which costs a few points; by chance below 1 in 1,000
    assert np.mean(hits, axis=0) == pytest.approx([0.79, 0.75], abs=0.09)
