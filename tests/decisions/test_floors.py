"""Shares of draws in which floors hold, turning weights and dominated packages, on cases known by hand."""

import numpy as np
import pytest

from forecast.analysis.estimates import Linear
from forecast.analysis.utility_sets import UtilitySet, measures_of
from forecast.decisions.actors import ALL_TERMS, Actor, Floor
from forecast.decisions.floors import floor_shares
from forecast.decisions.package_frontier import _point
from forecast.decisions.turning_weights import turning_weights

SEED = 12


def actor(*floors: Floor) -> Actor:
    return Actor("one", "One", True, UtilitySet("One", "one", {"sovereignty": 1.0}), {}, floors)


def measured(columns) -> dict:  # type: ignore[no-untyped-def]
    return measures_of(tuple(ALL_TERMS.values()), columns, ("ua", "ru"), ("us", "europe"))


def test_that_floors_hold_in_the_draws_where_they_hold(make) -> None:
    level = np.repeat(np.random.default_rng(SEED).permutation(np.tile([0.5, 0.6, 0.7, 0.8], 40)), 3)
    columns = {"sovereignty_w520": {"a": level, "b": level - 0.2}, "aid_us_eur_bn": {"a": 100.0 * level, "b": level}}
    table = make(columns, 3)
    floors = Floor("sovereignty", 0.55, None, "."), Floor("cost_us", None, 75.0, ".")
    missing = Floor("durable_peace", 0.2, None, ".")
    found = floor_shares(table.members, table, actor(*floors, missing), measured(columns), None)
    assert found is not None and found.floors == floors and found.missing == (missing,)
    assert [x.value for x in found.alone["a"]] == pytest.approx([0.75, 0.75])
    assert found.together["a"].value == pytest.approx(0.5)
    assert [x.value for x in found.alone["b"]] == pytest.approx([0.25, 1.0])
    assert found.together["b"].value == pytest.approx(0.25)
    assert found.best == ("a",)


def test_that_a_floor_for_five_years_is_not_judged_by_two(make) -> None:
    columns = {"durable_2y": {"a": np.ones(64)}, "sovereignty_w520": {"a": np.ones(64)}}
    table = make(columns, 2)
    peace = Floor("durable_peace", 0.2, None, ".")
    assert measured(columns)["durable_peace"].columns == ("durable_2y",)
    assert floor_shares(table.members, table, actor(peace), measured(columns), None) is None


def test_that_chance_does_not_decide_a_floor(make) -> None:
    """In half of the draws the chance is 10 %, in the others 40 %; a draw has ten members."""
    print(f"seed {SEED}")
    rng = np.random.default_rng(SEED)
    chance = np.repeat(np.tile([0.1, 0.4], 1000), 10)
    columns = {"durable_5y": {"a": (rng.random(chance.size) < chance).astype(float)}}
    table = make(columns, 10)
    low = floor_shares(table.members, table, actor(Floor("durable_peace", 0.05, None, ".")), measured(columns), None)
    mid = floor_shares(table.members, table, actor(Floor("durable_peace", 0.25, None, ".")), measured(columns), None)
    noisy = columns["durable_5y"]["a"].reshape(2000, 10).mean(axis=1)
    assert low is not None and mid is not None
    assert mid.together["a"].value == pytest.approx(0.5, abs=0.06)
    assert (
        low.together["a"].value > (noisy >= 0.05).mean() + 0.05
    )  # all draws are above it, but some noisy means are not


def test_that_the_order_turns_at_the_turning_weight(make) -> None:
    rng = np.random.default_rng(SEED)
    ahead, behind = rng.normal(0.6, 0.05, 200), rng.normal(0.5, 0.05, 200)
    ones, zeros = np.full(200, 1.0), np.zeros(200)
    columns = {
        "sovereignty_w520": {"a": ahead, "b": behind},
        "durable_5y": {"a": zeros, "b": (rng.random(200) < 0.05).astype(float)},
        "complete_defeat": {"a": ones, "b": ones},
    }
    table = make(columns, 2)
    stated = UtilitySet("One", "one", {"sovereignty": 2.0, "durable_peace": 1.0, "complete_defeat": 5.0})
    found = turning_weights(table.members, table, stated, measured(columns), ("a", "b"))
    gain = 2.0 * (ahead - behind).mean() - columns["durable_5y"]["b"].mean()
    assert {one.term for one in found} == {"sovereignty", "durable_peace"}  # the third term is equal in both
    for one in found:
        weights = {"sovereignty": 2.0, "durable_peace": 1.0} | {one.term: one.turns.value}
        left = weights["sovereignty"] * (ahead - behind).mean()
        assert left == pytest.approx(weights["durable_peace"] * columns["durable_5y"]["b"].mean())
        assert one.turns.mcse > 0.0
    assert gain > 0.0


def point(value: float, error: float = 0.001) -> Linear:
    return Linear(value, np.array([1.0, -1.0] * 8) * error / 4.0, 100)


def test_that_only_a_clear_lead_on_both_dominates() -> None:
    found = {
        name: {"package": point(x), "ceasefire": point(x), "lasts": point(y), "durable": point(x * y)}
        for name, x, y in (("wide", 0.5, 0.5), ("firm", 0.3, 0.7), ("weak", 0.2, 0.6), ("near", 0.495, 0.4))
    }
    for name, axes in found.items():  # errors of their own, so that no difference cancels
        sign = np.roll(np.array([1.0, -1.0] * 8), len(name) % 2)
        for key, linear in axes.items():
            axes[key] = Linear(linear.value, sign * 0.0001, 100)
    status = {name: _point(name, found, 16) for name in found}
    assert {name: one.status["ceasefire"] for name, one in status.items()} == {
        "wide": "frontier",
        "firm": "frontier",
        "weak": "dominated",
        "near": "open",  # wide is ahead on durability and tied on acceptance: under one point
    }
    assert status["weak"].ahead["ceasefire"] == ("firm",) and status["near"].ahead["package"] == ("wide",)
