"""What every rule must do, whatever the series: shape, no look at later weeks, odd series, short ones."""

import subprocess
import sys
import warnings

import numpy as np
import pytest

from forecast.errors import ObservationError
from forecast.hindcast.benchmarks import BENCHMARKS, REFERENCE, SAMPLES

RULES = {**BENCHMARKS, **REFERENCE}
HORIZONS = (1, 4, 13, 26, 52)


def wandering(seed, weeks=104):
    rng = np.random.default_rng(seed)
    return 30.0 + np.cumsum(4.0 * rng.standard_normal(weeks)) + 10.0 * rng.standard_normal(weeks)


def forecast(rule, past, horizons=HORIZONS, n=400, seed=1):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return RULES[rule](past, horizons, n, np.random.default_rng(seed))


def test_that_the_names_are_those_of_the_contract():
    names = ["persistence", "climatology_52", "climatology_104", "recent_13", "local_level", "arma_11"]
    assert list(BENCHMARKS) == names
    assert list(REFERENCE) == ["trend_line", "lanchester", "local_linear_trend", "damped_trend"]
    assert SAMPLES == 2000


def test_that_naming_the_rules_loads_no_statistics_library():
    code = (
        "import sys, forecast.hindcast.benchmarks; sys.exit(any(m in sys.modules for m in ('statsmodels', 'pandas')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("weeks", [26, 104])
def test_that_samples_have_one_column_a_horizon_and_vary(rule, weeks, seed):
    past = wandering(seed, weeks)
    got = forecast(rule, past)
    assert got.shape == (400, len(HORIZONS))
    assert got.dtype == np.float64
    assert np.isfinite(got).all()
    assert (got.std(axis=0) > 0).all()


@pytest.mark.parametrize("rule", RULES)
def test_that_a_forecast_repeats_and_leaves_the_past_alone(rule, seed):
    record = wandering(seed)
    past = record[:80]
    copy = past.copy()
    first = forecast(rule, past)
    assert np.array_equal(past, copy)
    record[80:] = 1e6  # what the world does later
    assert np.array_equal(first, forecast(rule, past))
    assert not np.array_equal(first, forecast(rule, past, seed=2))


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("value", [0.0, 7.5, -3.0])
def test_that_a_series_without_change_is_forecast_about_as_it_was(rule, value):
    got = forecast(rule, np.full(60, value))
    middle = np.median(got, axis=0)
    # the force ratio moves the speed of `lanchester`, which is what it is for
    assert middle == pytest.approx(value * np.array(HORIZONS), rel=0.2 if rule == "lanchester" else 1e-9, abs=1e-9)
    if rule != "lanchester":
        assert got.std(axis=0) == pytest.approx(np.zeros(5), abs=1e-9)


@pytest.mark.parametrize("rule", RULES)
def test_that_a_quiet_sector_with_one_advance_is_no_obstacle(rule):
    for week in (3, 40, 59):
        past = np.zeros(60)
        past[week] = 90.0
        got = forecast(rule, past)
        assert np.isfinite(got).all()
        if (rule, week) != (
            "local_linear_trend",
            59,
        ):  # its likelihood takes a first advance in the last week for a slope
            assert np.abs(np.median(got[:, 0])) < 90.0


@pytest.mark.parametrize("rule", RULES)
def test_that_missing_weeks_are_passed_over(rule, seed):
    past = wandering(seed)
    past[[0, 50, 51, 97, 103]] = np.nan
    got = forecast(rule, past)
    whole = forecast(rule, wandering(seed))
    assert np.isfinite(got).all()
    spread = whole.std(axis=0) + got.std(axis=0)
    assert (np.abs(got.mean(axis=0) - whole.mean(axis=0)) < 2 * spread)[:3].all()


@pytest.mark.parametrize("rule", RULES)
def test_that_too_short_a_past_is_refused_by_name(rule):
    with pytest.raises(ObservationError, match=f"'{rule}' needs") as caught:
        forecast(rule, np.arange(7.0))
    assert caught.value.exit_code == 3


@pytest.mark.parametrize("rule", ["climatology_52", "climatology_104"])
def test_that_climatology_wants_half_a_year_of_record(rule, seed):
    with pytest.raises(ObservationError, match="at least 26 weeks"):
        forecast(rule, wandering(seed, 25))
    past = wandering(seed, 26)
    past[0] = np.nan  # a map's first week has no week before it to differ from
    forecast(rule, past)
    past[:3] = np.nan
    with pytest.raises(ObservationError, match="at least 24 observed"):
        forecast(rule, past)


PATHS = (
    "climatology_52",
    "climatology_104",
    "recent_13",
    "local_level",
    "arma_11",
    "local_linear_trend",
    "damped_trend",
)


@pytest.mark.parametrize("rule", PATHS)
def test_that_a_sample_is_one_path(rule, seed):
    got = forecast(rule, wandering(seed), horizons=(12, 13), n=2000)
    last = got[:, 1] - got[:, 0]
    # sums a week apart differ by one week, not by two forecasts
    assert last.std() < 0.5 * got[:, 1].std()
    assert np.corrcoef(got.T)[0, 1] > 0.9
