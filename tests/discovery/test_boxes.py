"""Limits, quasi-p-values, and the judgment of a box on held-out draws."""

import numpy as np
import pytest
from scipy.stats import binomtest

from forecast.analysis.draw_means import DrawMean
from forecast.analysis.estimates import Estimate
from forecast.discovery.boxes import Limit, Sample, add_new, explained, quasi_p, simplify
from forecast.discovery.judge import difference, figures, is_clear, repeatability

TRUE = (Limit("x0", "above", 0.6), Limit("x1", "below", 0.5))


def test_that_a_limit_of_a_dummy_is_dropped_and_the_true_ones_stay(plant) -> None:
    sample = plant(11).sample
    assert set(simplify(sample, (*TRUE, Limit("x7", "above", 0.2), Limit("x9", "below", 0.9)))) == set(TRUE)


def test_that_at_most_four_limits_stay(plant) -> None:
    rng = np.random.default_rng(3)
    x = rng.random((2000, 6))
    mean = (x > 0.3).all(axis=1).astype(float)
    sample = Sample(tuple("abcdef"), x, mean, np.ones(2000))
    box = tuple(Limit(name, "above", 0.3) for name in "abcdef")
    assert len(simplify(sample, box)) == 4


def test_that_the_quasi_p_value_of_a_yes_or_no_outcome_is_near_the_binomial_one(plant) -> None:
    sample = plant(5, inside=0.3).sample
    flags = np.random.default_rng(5).random(sample.mean.size) < sample.mean
    sample = sample._replace(mean=flags.astype(float), weight=np.ones(flags.size))
    for limit in (Limit("x0", "above", 0.7), Limit("x4", "above", 0.7)):
        box = (limit, TRUE[1])
        held, without = sample.keeps(box), sample.keeps((TRUE[1],))
        exact = binomtest(int(flags[held].sum()), int(held.sum()), flags[without].mean(), alternative="greater").pvalue
        assert quasi_p(sample, box, limit) == pytest.approx(exact, abs=0.03)


def test_that_a_box_with_the_lower_mean_explains_nothing(plant) -> None:
    sample = plant(11).sample
    assert explained(sample, sample.keeps(TRUE)) > 0.0
    assert explained(sample, ~sample.keeps(TRUE)) == 0.0


def test_that_a_box_on_the_same_sides_is_not_added_twice() -> None:
    boxes = add_new((), TRUE)
    assert add_new(boxes, (Limit("x1", "below", 0.3), Limit("x0", "above", 0.1))) == boxes
    assert add_new(boxes, ()) == boxes
    assert len(add_new(boxes, TRUE[:1])) == 2


def test_that_the_figures_of_a_box_are_ratios_of_members() -> None:
    cases = DrawMean(np.array([0.5, 1.0, 0.0, np.nan]), np.array([4.0, 2.0, 2.0, 0.0]), np.zeros(4))
    chosen = np.array([True, False, True, True])
    worth = figures(cases, cases, chosen, np.arange(4))
    assert worth.support.value == 0.75
    assert worth.density.value == pytest.approx(2 / 6)
    assert worth.elsewhere.value == 1.0
    assert worth.base.value == 0.5
    assert worth.coverage.value == 0.5
    assert worth.lead.value == pytest.approx(2 / 6 - 1.0)


def test_that_a_lead_is_clear_only_beyond_its_error_and_one_point() -> None:
    assert is_clear(Estimate(0.05, 0.02, 10), 200, 1, True)
    assert not is_clear(Estimate(0.05, 0.02, 10), 200, 8, True)  # the best of eight boxes
    assert not is_clear(Estimate(0.05, 0.02, 10), 3, 1, True)  # three clusters say little
    assert not is_clear(Estimate(0.009, 0.001, 10), 200, 1, True)
    assert is_clear(Estimate(0.009, 0.001, 10), 200, 1, False)
    assert not is_clear(Estimate(float("nan"), 0.001, 10), 200, 1, True)


def test_that_a_difference_keeps_the_sign_of_the_branches() -> None:
    draw = np.repeat(np.arange(100), 4)
    rng = np.random.default_rng(2)
    first = rng.integers(-1, 2, 400).astype(float)
    chosen = draw < 30
    below = difference(-first, draw, draw, chosen, -1.0)
    above = difference(first, draw, draw, chosen, 1.0)
    assert below.inside.value == pytest.approx(first[chosen].mean()) == above.inside.value
    assert below.cases_inside.value == pytest.approx((first[chosen] < 0).mean()) == above.opposite_inside.value
    assert below.coverage.value == pytest.approx((first[chosen] < 0).sum() / (first < 0).sum())
    assert below.band.low.value == pytest.approx(above.band.low.value)


@pytest.mark.parametrize(("noise", "expected"), [(0.0, 1.0), (50.0, 0.5)])
def test_that_repeatability_tells_chance_from_draws(noise: float, expected: float) -> None:
    rng = np.random.default_rng(4)
    draw = np.repeat(np.arange(1000), 10)
    values = np.where(np.arange(1000) % 2 == 0, 1.0, -1.0)[draw] + noise * rng.normal(size=draw.size)
    again = repeatability(values, draw, np.arange(1000))
    assert again.value == pytest.approx(expected, abs=max(4.0 * again.mcse, 1e-12))
