"""The value of information where it is known: two branches whose difference is normal, inputs without effect."""

import math
from statistics import NormalDist

import numpy as np

from forecast.voi.draws import Draws
from forecast.voi.information import Knowledge, worths

NORMAL = NormalDist()


def rows_of(seed: int, draws: int = 2000, inputs: int = 4) -> dict[str, object]:
    """Branch 1 minus branch 0 is normal with mean 0.5; the first input explains a standard deviation of 1 of it."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(draws, inputs))
    difference = 0.5 + x[:, 0] + rng.normal(size=draws)
    means = np.stack([np.zeros(draws), difference], axis=1)[None]
    single = tuple(Knowledge("input", f"x{i}", f"x{i}", (i,), 0) for i in range(inputs))
    known = Knowledge("group", "together", "together", tuple(range(inputs)), 0, single)
    found, _ = worths(Draws.of(x, means, np.arange(draws) % 16), known, ["points"])
    return {row.known.name: row.value for row in found}


def test_that_the_value_of_a_normal_input_is_the_known_one(seed: int) -> None:
    mean, sd = 0.5, 1.0
    truth = sd * NORMAL.pdf(mean / sd) - mean * NORMAL.cdf(-mean / sd)
    value = rows_of(seed)["x0"]
    assert math.isclose(value.value, truth, abs_tol=3.0 * value.mcse)  # type: ignore[attr-defined]
    assert value.mcse < 0.1 * 2.0 * truth  # type: ignore[attr-defined]


def test_that_inputs_without_effect_have_no_value_and_add_none(seed: int) -> None:
    rows = rows_of(seed)
    for name in ("x1", "x2", "x3"):
        assert abs(rows[name].value) <= 3.0 * rows[name].mcse + 1e-12  # type: ignore[attr-defined]
    both = rows["together"]
    assert both.value >= rows["x0"].value - 2.0 * both.mcse  # type: ignore[attr-defined]
