"""Survival curves against closed forms, a library and brute force; a curve must not fall because watching stopped."""

import math

import numpy as np
import pytest
from scipy.stats import CensoredData, ecdf

from forecast.analysis.estimates import Clusters
from forecast.analysis.survival import cumulative_incidence, peace_survival

SEED = 88211
NEVER = math.nan


def sample(n: int, rng: np.random.Generator, horizon: int) -> tuple[np.ndarray, np.ndarray]:
    """Ceasefires over two years, each failing at a constant 1% a week, watched to the horizon."""
    start = rng.integers(1, 105, size=n).astype(float)
    end = start + rng.geometric(0.01, size=n)
    return start, np.where(end > horizon, NEVER, end)


def test_that_peace_survival_equals_the_library() -> None:
    print(f"seed {SEED}")
    rng = np.random.default_rng(SEED)
    start, end = sample(3000, rng, 300)
    curve = peace_survival(start, end, 300, Clusters(np.arange(3000)), range(0, 300))
    lasted = np.where(np.isnan(end), 300 - start, end - start)
    data = CensoredData.right_censored(lasted, np.isnan(end))
    expected = ecdf(data).sf.evaluate(curve.weeks)
    assert curve.value == pytest.approx(expected, abs=1e-12)


def test_that_the_curve_does_not_fall_where_members_are_censored_at_the_horizon() -> None:
    print(f"seed {SEED}")
    start, _ = sample(500, np.random.default_rng(SEED), 300)
    lasting = peace_survival(start, np.full(500, NEVER), 300, Clusters(np.arange(500)), range(0, 400))
    assert np.all(lasting.value == 1.0)
    assert lasting.weeks[-1] == 300 - start.min()
    start, end = sample(4000, np.random.default_rng(SEED), 300)
    curve = peace_survival(start, end, 300, Clusters(np.arange(4000)), range(0, 300))
    late = curve.weeks[curve.at_risk > 40][-1]
    assert curve.at(int(late)).value == pytest.approx(0.99**late, abs=0.02)
    assert curve.value[-1] > 0.0


def test_that_the_error_of_the_survival_curve_covers_with_clustered_members() -> None:
    print(f"seed {SEED}")
    rng = np.random.default_rng(SEED)
    draws, replicates, week = 150, 6, 52
    draw = np.repeat(np.arange(draws), replicates)
    clusters = Clusters(draw)
    truth = float(np.mean([(1 - h) ** week for h in np.linspace(0.002, 0.03, 20001)]))
    inside = naive_inside = 0
    for _ in range(600):
        hazard = rng.uniform(0.002, 0.03, size=draws)[draw]
        start = rng.integers(1, 40, size=draw.size).astype(float)
        end = start + rng.geometric(hazard)
        found = peace_survival(start, np.where(end > 120, NEVER, end), 120, clusters, [0, week]).at(week)
        inside += abs(found.value - truth) <= 1.96 * found.mcse
        naive_inside += abs(found.value - truth) <= 1.96 * math.sqrt(truth * (1 - truth) / draw.size)
    assert 0.92 <= inside / 600 <= 0.975
    assert naive_inside / 600 < 0.91


def test_that_only_ceasefires_begun_in_time_are_followed() -> None:
    start = np.array([10.0, 20.0, 60.0, NEVER])
    end = np.array([15.0, NEVER, 61.0, NEVER])
    curve = peace_survival(start, end, 100, Clusters([0, 1, 2, 3]), range(0, 90), begun_by=52)
    assert curve.at_risk[0] == 2
    assert curve.at(4).value == 1.0
    assert curve.at(5).value == 0.5 and curve.at(80).value == 0.5
    with pytest.raises(ValueError, match="no member has a ceasefire"):
        peace_survival([NEVER], [NEVER], 100, Clusters([0]), [0, 1])


def test_that_incidence_counts_only_what_came_first_and_matches_the_closed_form() -> None:
    print(f"seed {SEED}")
    rng = np.random.default_rng(SEED)
    n = 40000
    event, rival = rng.exponential(80.0, n), rng.exponential(160.0, n)
    grid = [0, 13, 52, 104]
    curve = cumulative_incidence(
        np.where(event > 104, NEVER, event), np.where(rival > 104, NEVER, rival), 104, Clusters(np.arange(n)), grid
    )
    total = 1 / 80 + 1 / 160
    expected = [(1 / 80) / total * (1 - math.exp(-total * t)) for t in grid]
    assert curve.value == pytest.approx(expected, abs=4 * 0.0025)
    assert np.all(np.abs(curve.value - expected)[1:] <= 4 * curve.mcse[1:])
    assert curve.value[-1] < np.mean(event <= 104) - 0.05  # those that collapsed first do not count


def test_that_a_tie_goes_to_the_event_and_weeks_after_the_horizon_are_dropped() -> None:
    curve = cumulative_incidence([5.0, NEVER], [5.0, 3.0], 10, Clusters([0, 1]), [0, 5, 10, 20])
    assert curve.weeks.tolist() == [0, 5, 10]
    assert curve.value.tolist() == [0.0, 0.5, 0.5]
