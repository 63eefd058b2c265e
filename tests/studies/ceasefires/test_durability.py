"""What is scored is what is run: the driver gives the hazards of whole kernel runs."""

import numpy as np
import pytest

from studies.ceasefires.cases import REFERENCE, UNPRESSED
from studies.ceasefires.durability import NEVER, ROW, frailty_mixture, integrated_hazard
from tests.studies.ceasefires.simulated_cases import draws
from tests.validity.paired import members
from tests.validity.peace_paths import hazard, signed_at_once

WEEKS, N = 560, 128
LEVERS = {
    "nothing": {},
    "troops": {"troops": 12, "troops_duration": NEVER},
    "alliance": {"alliance": 1, "bilateral": 1},
    "bilateral": {"bilateral": 1},
}


@pytest.mark.parametrize("terms", LEVERS)
def test_that_the_hazard_is_that_of_the_kernel_as_it_is_run(terms: str) -> None:
    """The bands of a pressed ceasefire, week by week, without frailty, drift, mismatch and backing."""
    c = signed_at_once(members("muddle_through", N))
    c.set(frailty_sd=0, force_drift=0, force_drift_neutral=0, stakes_excess=0, deaths_excess=0)
    c.set(aid_drift=0, backing_effect=0)
    names = ("troops", "troops_arrival", "troops_stay", "alliance", "accession_path", "relief", "neutral", "bilateral")
    c.lever(**(dict.fromkeys(names, 0) | {"pressure": 1} | LEVERS[terms]))
    marks = np.arange(1, WEEKS)
    driven = integrated_hazard(c.params.copy(), c.levers, True, marks)
    run = np.cumsum(hazard(c, WEEKS), axis=0) / 52
    assert np.allclose(driven, run[marks - 1], rtol=2e-4, atol=1e-6)


def test_that_weibull_draws_are_driven_too() -> None:
    """DurabilityDraws of the long sample integrate to its Weibull law: first-year integral and shape, no covariates."""
    long_sample = draws().of_baseline(1)
    whole = long_sample.hazard(UNPRESSED, np.array([52.0, 520.0])) / np.exp(-(long_sample.frailty_sd**2) / 2)
    rows = ("weibull_long_1y", "weibull_long_shape", "assurance_effect")
    first, shape, paper = (long_sample.params[ROW[name]].astype(float) for name in rows)
    assert np.allclose(whole[0], first * np.exp(paper), rtol=1e-3)
    assert np.allclose(whole[1], first * np.exp(paper) * 10**shape, rtol=1e-3)


def test_that_every_term_moves_the_hazard_as_it_should() -> None:
    source, week = draws(), np.array([260.0])
    plain = source.hazard(REFERENCE, week).mean()
    for field, value in (("verified", True), ("keepers", 20.0), ("bilateral", True), ("alliance", True)):
        assert source.hazard(REFERENCE._replace(**{field: value}), week).mean() < plain, field
    assert source.hazard(REFERENCE._replace(decisive=True), week).mean() < 0.6 * plain
    assert source.hazard(UNPRESSED, week).mean() != plain


def test_that_frailty_has_mean_one_and_wears_out() -> None:
    sd = np.full(3, 0.8)
    small = np.full((1, 3), 1e-5) * np.exp(-(sd**2) / 2)
    assert (1 - frailty_mixture(small, sd)) / 1e-5 == pytest.approx(1.0, rel=1e-3)
    assert np.allclose(frailty_mixture(np.full((1, 3), 0.7), 0 * sd), np.exp(-0.7))
    assert np.all(frailty_mixture(2 * np.exp(-(sd**2) / 2) * np.ones((1, 3)), sd) > np.exp(-2.0))


def test_that_ages_between_marks_are_exact_to_two_years() -> None:
    source = draws()
    three = source.hazard(UNPRESSED, np.array([10.0, 10.5, 11.0]))
    assert np.allclose(three[1], (three[0] + three[2]) / 2)
