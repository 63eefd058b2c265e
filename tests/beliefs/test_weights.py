"""What weighted draws are worth, and which beliefs are refused."""

import numpy as np
import pytest

from forecast.beliefs.weights import draw_weights, usable_weights
from forecast.config.prior import Lognormal, Normal
from forecast.errors import ResultError


def test_that_the_prior_itself_has_equal_weights(table, believe) -> None:
    weights = draw_weights(table, believe(accept_threat=Normal(mean=0.8, sd=0.5)))
    assert (weights.draw == 1.0).all() and weights.mass == 1.0
    assert weights.effective == table.count and weights.least == table.count / 16
    assert np.isnan(weights.pareto_k) and weights.problem is None


def test_that_effective_size_is_kish_and_weights_have_the_mean_one(table, believe) -> None:
    weights = draw_weights(table, believe(accept_threat=Normal(mean=1.1, sd=0.4)))
    w = weights.draw
    assert w.mean() == pytest.approx(1.0, rel=1e-12)
    assert weights.effective == pytest.approx(w.sum() ** 2 / (w**2).sum())
    assert weights.least == pytest.approx(
        min(w[c].sum() ** 2 / (w[c] ** 2).sum() for c in (table.cluster == k for k in range(16)))
    )
    assert weights.mass == pytest.approx(1.0, abs=0.1)
    x = table.input("accept_threat")
    assert np.average(x, weights=w) == pytest.approx(1.1, abs=0.05)


def test_that_inputs_multiply(table, believe) -> None:
    one, two = {"accept_threat": Normal(mean=1.0, sd=0.4)}, {"agreement_hazard": Lognormal(median=0.3, sdlog=0.5)}
    product = draw_weights(table, believe(**one)).draw * draw_weights(table, believe(**two)).draw
    assert draw_weights(table, believe(**one, **two)).draw == pytest.approx(product / product.mean())


@pytest.mark.parametrize(
    ("distribution", "why"),
    [
        (Normal(mean=2.6, sd=0.3), "1,600 draws count as"),
        (Normal(mean=0.8, sd=0.01), "1,600 draws count as"),
        (Normal(mean=0.8, sd=1.5), "few draws carry the answer|1,600 draws count as|one cluster"),
        (Normal(mean=60.0, sd=0.1), "1,600 draws count as 1,"),
    ],
    ids=["far", "nearly a point", "wider", "out of sight"],
)
def test_that_a_belief_that_the_draws_cannot_bear_is_refused(table, believe, distribution, why) -> None:
    with pytest.raises(ResultError, match=why) as refused:
        usable_weights(table, believe(accept_threat=distribution))
    text = str(refused.value)
    assert text.startswith("mine.yaml:1:1: belief 'mine'")
    assert "milder belief" in text and "--set 'priors.accept_threat.normal={mean:" in text


def test_that_a_belief_without_any_draw_is_refused(table, believe) -> None:
    from forecast.config.prior import Uniform

    with pytest.raises(ResultError, match="no weight to any draw"):
        draw_weights(table, believe(accept_threat=Uniform(low=50.0, high=51.0)))
