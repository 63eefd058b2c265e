"""Calibration by age."""

import numpy as np
import pytest

from studies.ceasefires.cases import UNPRESSED, Ceasefire
from studies.ceasefires.returns import expected_returns, returns_by_age
from studies.ceasefires.sampling_errors import ratio_interval
from tests.studies.ceasefires.simulated_cases import draws, simulated


def test_that_ceasefires_of_the_module_itself_are_expected_as_often_as_observed(seed: int) -> None:
    """400 ceasefires from the mean curve: some 200 returns, within 40 % (a chance deviation of five errors)."""
    rows = returns_by_age(draws(), simulated(draws(), 400, seed))
    whole = rows[-1]
    assert whole.observed == sum(row.observed for row in rows[:-1])
    assert whole.median.value == pytest.approx(whole.observed, rel=0.4)
    assert whole.verdict == "inside"


def test_that_a_record_with_four_times_the_hazard_is_missed(seed: int) -> None:
    whole = returns_by_age(draws(), simulated(draws(), 400, seed, shift=np.log(4.0)))[-1]
    assert whole.observed > whole.median.value and whole.chance_below > 0.9


def test_that_what_was_not_under_observation_is_not_expected() -> None:
    late = Ceasefire("a - b", "w", "ii", UNPRESSED, 300.0, True, entry=52.0)
    assert np.all(expected_returns(draws(), [late], 0.0, 52.0) == 0.0)
    assert np.all(expected_returns(draws(), [late], 520.0, 1000.0) == 0.0)
    names = [row.name for row in returns_by_age(draws(), [late])]
    assert names == ["1-5 years", "5-10 years", "all ages"]
    early = late._replace(weeks=20.0)
    assert returns_by_age(draws(), [early, late])[-1].observed == 1


def test_that_hazards_of_adjacent_bands_add_up() -> None:
    life = Ceasefire("a - b", "w", "ii", UNPRESSED, 400.0, False)
    parts = sum(expected_returns(draws(), [life], a, b) for a, b in ((0.0, 26.0), (26.0, 260.0), (260.0, 900.0)))
    assert np.allclose(parts, expected_returns(draws(), [life], 0.0, 4000.0))


def test_that_wars_are_drawn_again_whole() -> None:
    """One war has all the failures: the interval reaches from none to many, however many cases it has."""
    wars = ["one"] * 30 + [f"w{k}" for k in range(5)]
    top = np.array([1.0] * 30 + [0.0] * 5)
    low, high = ratio_interval(top, np.ones(35), wars)
    assert low == 0.0 and high > 0.9
    low, high = ratio_interval(np.tile([0.0, 1.0], 200), np.ones(400), [f"w{k}" for k in range(400)])
    assert (low, high) == pytest.approx((0.5 - 0.032, 0.5 + 0.032), abs=0.01)
