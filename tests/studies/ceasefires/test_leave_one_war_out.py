"""Forecasters, and leaving one war out."""

import numpy as np
import pytest

from forecast.config import load_experiment
from studies.ceasefires.cases import UNPRESSED, Ceasefire
from studies.ceasefires.durability import draw_durability
from studies.ceasefires.forecasters import SHIFTS, KaplanMeier, Module, RatesByAge, RefittedModule
from studies.ceasefires.leave_one_war_out import WEEKS, censoring_weights, leave_one_war_out
from tests.studies.ceasefires.simulated_cases import CONFIG, draws, simulated


def case(war: str, weeks: float, failed: bool) -> Ceasefire:
    return Ceasefire(f"{war} - x", war, "ii", UNPRESSED, weeks, failed)


SIX = [case("a", 10, True), case("a", 100, True), case("b", 300, False), case("c", 600, True), case("d", 900, False)]


class Spy:
    name = "spy"

    def __init__(self) -> None:
        self.calls: list[tuple[set[str], set[str]]] = []

    def survival(self, others, cases, weeks):
        self.calls.append(({o.war for o in others}, {x.war for x in cases}))
        return np.full((len(cases), len(weeks)), 0.5) - np.arange(len(weeks)) * 0.01


def test_that_no_war_informs_its_own_forecast() -> None:
    spy = Spy()
    leave_one_war_out(SIX, [spy])
    assert spy.calls and all(not mine & others for others, mine in spy.calls)
    assert all(len(mine) == 1 and len(others) == 3 for others, mine in spy.calls)


def test_that_the_references_are_what_their_names_say() -> None:
    constant = RatesByAge().survival(SIX, SIX[:1], np.array([52.0]))[0, 0]
    assert constant == pytest.approx(np.exp(-(3 + 0.5) / 1910 * 52))
    curve = KaplanMeier().survival(SIX, SIX[:2], np.array([5.0, 52.0, 650.0]))
    assert np.allclose(curve[0], [1.0, 4 / 5, 4 / 5 * 3 / 4 * 1 / 2])
    assert np.allclose(curve[0], curve[1])


def test_that_censoring_is_weighted_for() -> None:
    """Five cases; one is censored at week 300, before ten years: the two seen longer stand for it."""
    weights = censoring_weights(SIX)
    assert weights[:, 0].tolist() == [1.0] * 5
    assert weights[2].tolist() == [1.0, 1.0, 0.0]
    assert weights[3, 2] == weights[4, 2] == pytest.approx(1.5)
    assert weights[:, 2].sum() == pytest.approx(5.0)
    assert WEEKS.tolist() == [52.0, 260.0, 520.0]
    same = censoring_weights(
        [case("a", 300, True), case("b", 300, False), case("c", 520, False), case("d", 900, False)]
    )
    assert same[:, 2].tolist() == pytest.approx([1.0, 0.0, 0.0, 8 / 3])


def test_that_the_refit_finds_a_level_that_is_not_that_of_the_priors(seed: int) -> None:
    """200 ceasefires with three times the hazard: the shift within four posterior spreads of ln 3."""
    refit = RefittedModule(draws(128))
    high = refit.posterior(simulated(draws(128), 200, seed, shift=np.log(3.0)))
    assert high.sum() == pytest.approx(1.0)
    mean = high.sum(axis=0) @ SHIFTS
    spread = np.sqrt(high.sum(axis=0) @ (SHIFTS - mean) ** 2)
    assert abs(mean - np.log(3.0)) < 4 * max(spread, 0.15)
    none = refit.posterior([])
    assert none.sum(axis=0) @ SHIFTS == pytest.approx(0.0, abs=1e-9)
    assert none.sum(axis=0) @ SHIFTS**2 == pytest.approx(0.25, rel=0.01)
    assert none.sum(axis=1) == pytest.approx(np.bincount(draws(128).baseline, minlength=3) / 128)


def test_that_a_switch_may_leave_one_baseline() -> None:
    exp = load_experiment(CONFIG, ["switches.durability_baseline=piecewise"])
    alone = draw_durability(exp, 64)
    assert alone.baselines_present == {"bands": 0}
    assert RefittedModule(alone).posterior(SIX).sum(axis=1).tolist() == pytest.approx([1.0, 0.0, 0.0])


def test_that_a_forecast_by_terms_ranks_and_one_without_does_not() -> None:
    scores = leave_one_war_out(
        [case("a", 10, True), case("b", 900, False)._replace(terms=UNPRESSED._replace(alliance=True))],
        [Module(draws(128)), Module(draws(128), "frontcast_no_terms", ())],
    )
    assert scores.concordance("frontcast").value == 1.0
    assert scores.concordance("frontcast_no_terms").value == 0.5
    module = scores.module_brier(draws(128), 1)
    assert module.value == pytest.approx(scores.brier("frontcast", 1)) and 0 < module.mcse < 0.01
    assert scores.brier_ratio("frontcast", "frontcast_no_terms", 1).value < 1.0
