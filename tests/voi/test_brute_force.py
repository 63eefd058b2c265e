"""The value of information against nested simulation, and where it must be nothing, known bounds or nested."""

import math
from collections.abc import Callable
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
import pytest

from forecast.analysis.estimates import Estimate
from forecast.voi.draws import Draws
from forecast.voi.information import Knowledge, Worth, worths
from forecast.voi.perfect import PerfectInformation, Utility

Floats = np.ndarray
Model = Callable[[Floats], Floats]
REPLICATES, SCRAMBLES = 10, 16
OUTER, INNER = 2000, 1000


def waves(x: Floats) -> Floats:
    """Three branches: a reference, a wave with a parabola, a product."""
    return np.stack(
        [np.zeros(len(x)), np.sin(2.0 * x[:, 0]) + 0.5 * x[:, 1] ** 2 - 0.6, 0.8 * x[:, 0] * x[:, 1]], axis=1
    )


def thresholds(x: Floats) -> Floats:
    """Four branches that are good on either side of a threshold, with an exponential that one of them shares."""
    side = np.where(x[:, 0] > 0.3, 1.0, -0.6)
    return np.stack([0.1 * x[:, 2], side, -side + 0.4 * np.exp(0.5 * x[:, 1]) - 0.6, 0.3 * x[:, 1] - 0.1], axis=1)


MODELS: dict[str, Model] = {"waves": waves, "thresholds": thresholds}
SETS = {"waves": [(0,), (1,), (2,), (0, 1)], "thresholds": [(0,), (1,), (2,), (0, 1)]}


class Found(NamedTuple):
    rows: dict[tuple[int, ...], Worth]
    perfect: PerfectInformation


def value(model: Model, rng: np.random.Generator, draws: int, sets: list[tuple[int, ...]], inputs: int = 4) -> Found:
    x = rng.normal(size=(draws, inputs))
    members = np.repeat(model(x), REPLICATES, axis=0).T
    members += rng.normal(size=members.shape)
    means = members.reshape(members.shape[0], draws, REPLICATES).mean(axis=2).T[None]
    parts = tuple(Knowledge("group", str(each), "", each, 0) for each in sets)
    known = Knowledge("all", "all", "", tuple(range(inputs)), 0, parts)
    table = Draws.of(x, means, np.arange(draws) % SCRAMBLES)
    place = np.argsort(table.order)
    utility = Utility(0, members, place[np.repeat(np.arange(draws), REPLICATES)])
    rows, perfect = worths(table, known, ["points"], [utility])
    return Found({row.known.inputs: row for row in rows}, perfect["points"])


def nested(model: Model, rng: np.random.Generator, known: tuple[int, ...], inputs: int = 4) -> Estimate:
    """Brute force: for each of many values of the known inputs, the mean utilities over all others."""
    best = np.empty(OUTER)
    overall = np.zeros((OUTER, model(np.zeros((1, inputs))).shape[1]))
    for k in range(OUTER):
        x = rng.normal(size=(INNER, inputs))
        x[:, list(known)] = rng.normal(size=len(known))
        overall[k] = model(x).mean(axis=0)
        best[k] = overall[k].max()
    gain = best - overall[:, overall.mean(axis=0).argmax()]
    return Estimate(float(gain.mean()), float(gain.std(ddof=1) / math.sqrt(OUTER)), OUTER)


@pytest.mark.parametrize("name", MODELS)
def test_that_the_value_is_that_of_nested_simulation(name: str, seed: int) -> None:
    rng = np.random.default_rng(seed)
    found = value(MODELS[name], rng, 8000, SETS[name])
    for known in SETS[name]:
        truth, ours = nested(MODELS[name], rng, known), found.rows[known].value
        error = math.hypot(truth.mcse, ours.mcse)
        print(f"{name} {known}: nested {truth.value:.4f} ±{truth.mcse:.4f}, ours {ours.value:.4f} ±{ours.mcse:.4f}")
        assert abs(ours.value - truth.value) < 2.0 * error, known


@pytest.mark.parametrize("name", MODELS)
def test_that_the_bounds_hold_the_value_of_knowing_all(name: str, seed: int) -> None:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(400_000, 4))
    utilities = MODELS[name](x)
    truth = float(utilities.max(axis=1).mean() - utilities.mean(axis=0).max())
    perfect = value(MODELS[name], rng, 4000, SETS[name]).perfect
    print(f"{name}: truth {truth:.4f}, {perfect}")
    assert perfect.lower.value - 2.0 * perfect.lower.mcse < truth < perfect.upper.value + 2.0 * perfect.upper.mcse
    assert perfect.upper.value - perfect.lower.value < 0.5 * truth


def test_that_fifty_inputs_of_noise_are_worth_nothing(seed: int) -> None:
    rng = np.random.default_rng(seed)

    def level(x: Floats) -> Floats:
        return np.zeros((len(x), 5))

    found = value(level, rng, 1000, [(k,) for k in range(50)], inputs=50)
    for row in found.rows.values():
        assert abs(row.value.value) <= 3.5 * row.value.mcse, row.known
        assert abs(row.value.value) < 0.05
    assert found.perfect.upper.value > 0.2  # the maximum of noisy means flatters


def test_that_more_knowledge_is_not_worth_less(seed: int) -> None:
    ahead = []
    for k in range(4):
        found = value(waves, np.random.default_rng(seed + k), 1500, [(0,), (1,), (2,), (0, 1)])
        all_inputs = found.rows[0, 1, 2, 3]
        for row in found.rows.values():
            gap = all_inputs.gain - row.gain
            error = float(gap.std() / math.sqrt(gap.size))
            ahead.append(gap.mean() / error if error > 0.0 else 0.0)
    assert min(ahead) > -2.5, ahead


def test_that_a_set_that_adds_nothing_is_worth_its_part_exactly(seed: int) -> None:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(2000, 3))
    x[:, 1] = 7.0  # an input that does not vary
    means = (waves(x) + 0.3 * rng.normal(size=(2000, 3)))[None]
    part = Knowledge("group", "part", "", (0,), 0)
    known = Knowledge("theme", "whole", "", (0, 1), 0, (part, Knowledge("group", "still", "", (1,), 0)))
    rows, _ = worths(Draws.of(x, means, np.arange(2000) % SCRAMBLES), known, ["points"])
    whole, alone = (next(row for row in rows if row.known.name == name) for name in ("whole", "part"))
    still = next(row for row in rows if row.known.name == "still")
    assert still.value.value == 0.0
    assert abs(whole.value.value - alone.value.value) <= 0.02 * alone.value.value


@pytest.mark.validate
def test_that_the_stated_error_covers_the_known_value(seed: int) -> None:
    normal, mean, sd, runs = NormalDist(), 0.5, 1.0, 100
    truth = sd * normal.pdf(mean / sd) - mean * normal.cdf(-mean / sd)

    def two(x: Floats) -> Floats:
        return np.stack([np.zeros(len(x)), mean + x[:, 0] + x[:, 1]], axis=1)

    rows = [value(two, np.random.default_rng(seed + k), 1500, [(0,)]).rows[0,].value for k in range(runs)]
    inside = sum(abs(row.value - truth) < 2.13 * row.mcse for row in rows)
    off = float(np.mean([row.value - truth for row in rows]))
    print(f"inside: {inside} of {runs}, mean error {off:+.4f} of {truth:.4f}")
    assert 86 <= inside <= 100
    assert abs(off) < 0.05 * truth
