"""Trend line and Lanchester: exact cases, coverage on their own law, laws of attrition, dates of the numbers."""

import numpy as np
import pytest

from forecast.hindcast.benchmarks import REFERENCE, lanchester_model
from forecast.hindcast.benchmarks.lanchester_model import attrition, ratios
from forecast.hindcast.benchmarks.trend import Line, error_paths, fit_line

PRIORS = {
    name: value for name, value in vars(lanchester_model).items() if isinstance(value, lanchester_model.ForcePrior)
}


def test_that_an_exact_line_is_drawn_on():
    past = np.concatenate([np.full(40, -999.0), 5.0 + 2.0 * np.arange(26.0)])
    got = REFERENCE["trend_line"](past, (1, 4), 50, np.random.default_rng(0))
    assert got == pytest.approx(np.tile([57.0, 57.0 + 59.0 + 61.0 + 63.0], (50, 1)))


def test_that_a_line_with_independent_errors_has_the_textbook_error():
    weeks = np.arange(26.0)
    values = np.where(weeks % 2 == 0, 1.0, -1.0)  # errors that alternate have no positive memory
    columns = np.column_stack([np.ones(26), weeks])
    line = fit_line(columns, weeks, values)
    residuals = values - columns @ line.coefficients
    assert line.memory == 0.0
    assert line.freedom == pytest.approx(24.0)
    assert line.variance == pytest.approx(residuals @ residuals / 24.0)
    assert line.root @ line.root.T == pytest.approx(np.linalg.inv(columns.T @ columns))


def test_that_errors_fade_from_the_last_one_and_keep_their_size(seed):
    line = Line(np.zeros(1), np.eye(1), 4.0, 10.0, 0.8)
    n = 40_000
    got = error_paths(line, np.full(n, 2.0), np.full(n, 30.0), 30, np.random.default_rng(seed))
    assert got[:, [0, 3]].mean(axis=0) == pytest.approx([24.0, 30.0 * 0.8**4], abs=0.06)  # over 6 sd
    assert got[:, [0, 29]].std(axis=0) == pytest.approx([1.2, 2.0], rel=0.03)
    assert np.corrcoef(got[:, 28], got[:, 29])[0, 1] == pytest.approx(0.8, abs=0.02)


def test_that_the_trend_line_covers_a_line_with_memory(seed):
    rng = np.random.default_rng(seed)
    hits = []
    for _ in range(500):
        errors = np.zeros(39)
        for t in range(1, 39):
            errors[t] = 0.5 * errors[t - 1] + rng.standard_normal()
        series = 10.0 + 0.3 * np.arange(39) + errors
        got = REFERENCE["trend_line"](series[:26], (1, 13), 400, rng)
        truth = np.cumsum(series[26:])[[0, 12]]
        low, high = np.quantile(got, [0.1, 0.9], axis=0)
        hits.append((low <= truth) & (truth <= high))
    # sd of a share 0.018; the memory is uncertain too, which costs a little; chance of failure below 1 in 1,000
    assert np.mean(hits, axis=0) == pytest.approx(np.full(2, 0.78), abs=0.08)


@pytest.fixture
def armies():
    force = (np.full(1, 700.0), np.full(1, 400.0))
    gone = (np.full(1, 0.7), np.full(1, 1.1))
    return force, gone, (np.zeros(1), np.zeros(1))


def test_that_the_linear_law_keeps_its_invariant(armies):
    force, gone, intake = armies
    m_0, m_1 = attrition(force, gone, intake, np.ones(1), 200)
    assert (m_0[0] - m_0[-1]) / gone[0] == pytest.approx((m_1[0] - m_1[-1]) / gone[1])
    assert m_0[0] - m_0[-1] > 50


def test_that_the_square_law_keeps_its_invariant(armies):
    force, gone, intake = armies
    m_0, m_1 = attrition(force, gone, intake, np.zeros(1), 200)
    k_0, k_1 = gone[1] / force[0], gone[0] / force[1]  # losses of the other side a head
    strength = k_0 * m_0**2 - k_1 * m_1**2
    assert strength[-1] == pytest.approx(strength[0], rel=0.01)  # weeks are steps, not instants
    assert m_0[-1] ** 2 * k_0 < 0.8 * m_0[0] ** 2 * k_0


def test_that_intake_equal_to_losses_keeps_a_balance(armies):
    force, gone, _ = armies
    m_0, m_1 = attrition(force, gone, gone, np.zeros(1), 100)
    assert m_0[-1] == pytest.approx(force[0])
    assert m_1[-1] == pytest.approx(force[1])


def test_that_ratios_start_at_the_origin_and_spread(seed):
    got = ratios(52, 2000, np.random.default_rng(seed))
    assert (got[:, 0] == 0.0).all()
    assert got[:, 51].std() > got[:, 12].std() > 0.0


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_that_speed_follows_the_ratio_of_the_side_that_advances(sign, monkeypatch):
    monkeypatch.setattr(
        "forecast.hindcast.benchmarks.lanchester_model.ratios", lambda steps, n, rng: np.full((n, steps), 0.5)
    )
    monkeypatch.setattr(lanchester_model, "SPEED", lanchester_model.SPEED._replace(values=(1.0, 0.0)))
    got = REFERENCE["lanchester"](np.full(20, 10.0 * sign), (1, 4), 5, np.random.default_rng(0))
    speed = sign * 10.0 * np.exp(sign * 0.5)
    assert got == pytest.approx(np.tile([speed, 4 * speed], (5, 1)))


def test_that_only_the_last_13_weeks_set_the_speed(seed):
    past = np.random.default_rng(seed).standard_normal(60)
    other = past.copy()
    other[:47] = 1e5
    both = [REFERENCE["lanchester"](series, (1, 26), 100, np.random.default_rng(0)) for series in (past, other)]
    assert np.array_equal(*both)


@pytest.mark.parametrize("name", PRIORS)
def test_that_no_number_is_dated_after_the_first_origin(name, seed):
    prior = PRIORS[name]
    assert prior.as_of <= "2023-06-03"
    assert prior.source
    draws = prior.draw(20_000, np.random.default_rng(seed))
    assert draws.shape == (20_000,)
    if prior.law == "lognormal":
        assert np.median(draws) == pytest.approx(prior.values[0], rel=0.02)
