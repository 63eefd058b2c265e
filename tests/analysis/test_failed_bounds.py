"""Bounds from failed members hold whatever those members had been, and are reached."""

import math

import numpy as np
import pytest

from forecast.analysis.estimates import Clusters, Estimate, mean
from forecast.analysis.failed_bounds import UNKNOWN, Range, headline_bounds, mean_bounds, plausible, quantile_bounds
from forecast.analysis.headlines import headlines
from forecast.analysis.members import Members
from forecast.store.faults import Failed
from forecast.store.reader import Run
from forecast.text.bounds_text import bounds_line, bounds_text, plain_bounds


def test_that_a_probability_is_bounded_by_the_counts() -> None:
    assert mean_bounds(Estimate(0.3, 0.1, 100), 20, Range(0.0, 1.0)) == pytest.approx((30 / 120, 50 / 120))


def test_that_an_outcome_that_no_member_has_is_bounded_by_what_is_plausible() -> None:
    assert mean_bounds(Estimate(math.nan, math.nan, 0), 3, Range(0.0, 2.0)) == (0.0, 2.0)


def test_that_no_values_of_failed_members_lead_out_of_the_bounds(seed: int) -> None:
    rng = np.random.default_rng(seed)
    for _ in range(200):
        n, failed = int(rng.integers(1, 40)), int(rng.integers(1, 12))
        within = Range(-2.0, 5.0)
        kept = rng.uniform(*within, n).round(int(rng.integers(0, 3)))
        ends = [np.concatenate([kept, np.full(failed, end)]) for end in within]
        other = np.concatenate([kept, rng.uniform(*within, failed)])
        bounds = mean_bounds(mean(kept, Clusters(np.arange(n))).estimate, failed, within)
        assert bounds == pytest.approx([values.mean() for values in ends])
        assert bounds.low - 1e-12 <= other.mean() <= bounds.high + 1e-12
        for level in (0.1, 0.5, 0.9):
            found = quantile_bounds(kept, level, failed, within)
            worst = [float(np.quantile(values, level)) for values in ends]
            assert found.low <= worst[0] + 1e-9 and found.high >= worst[1] - 1e-9
            assert found.low <= np.quantile(other, level) + 1e-9 and found.high >= np.quantile(other, level) - 1e-9


def test_that_the_bounds_of_a_median_are_close(seed: int) -> None:
    kept = np.random.default_rng(seed).normal(size=2_000)
    found = quantile_bounds(kept, 0.5, 20, Range(-50.0, 50.0))
    assert found.low == pytest.approx(np.quantile(np.concatenate([kept, np.full(20, -50.0)]), 0.5))
    assert found.high == pytest.approx(np.quantile(np.concatenate([kept, np.full(20, 50.0)]), 0.5))


@pytest.fixture(scope="module")
def partly_failed(run: Run) -> Members:
    """The made-up run with 40 members that count as failed."""
    failed = (Failed("no_aid", tuple(range(0, 400, 10)), "made up"),)
    opened = Run(run.path, run.manifest.model_copy(update={"failed": failed}), run.experiment)
    return Members(opened)


def test_that_the_whole_run_lies_within_the_bounds_of_the_others(run: Run, partly_failed: Members) -> None:
    whole, unknown = Members(run), 0
    assert partly_failed.failed == 40 and whole.failed == 0
    for headline, complete in zip(headlines(partly_failed), headlines(whole), strict=True):
        for branch in run.manifest.branches:
            bounds = headline_bounds(partly_failed, headline, branch, headline.linear(partly_failed, branch).estimate)
            assert bounds is not None
            assert headline_bounds(whole, complete, branch, Estimate(0.0, 0.0, 1)) is None
            unknown += math.isnan(bounds.low)
            assert bounds.low <= complete.linear(whole, branch).value <= bounds.high
    assert unknown == 0


def test_that_shares_are_bounded_by_0_and_1_and_weeks_by_the_horizon(partly_failed: Members) -> None:
    ranges = {headline.target: plausible(partly_failed, headline) for headline in headlines(partly_failed)}
    assert ranges["durable_5y"] == ranges["ceasefire_by_w104"] == ranges["oped_success"] == (0.0, 1.0)
    assert ranges["share_pre2022_w104"] == (0.0, 2.0)
    assert ranges["aid_us_eur_bn"] == (0.0, 5_000.0)


def test_how_bounds_are_written() -> None:
    assert bounds_text(Range(0.3121, 0.3579)) == "0.312 to 0.358"
    assert bounds_text(Range(-0.0312, 0.0579), signed=True) == "-0.032 to +0.058"
    assert bounds_text(Range(0.0, 0.0)) == "0.0000 to 0.0000"
    assert bounds_text(Range(2_951.0, 4_402.0)) == "2900 to 4500"
    assert bounds_text(UNKNOWN) == "unknown"
    assert bounds_line({"a": None}) == []
    assert plain_bounds(UNKNOWN) == {"bounds": [None, None]}
    assert plain_bounds(None) == {}
