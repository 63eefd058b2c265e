"""Sobol indices by group from blocks: known indices, SALib's on the same sample, noise of chance, empty groups."""

import math

import numpy as np
import pytest

from forecast.config.models import SOBOL_BLOCKS
from forecast.experiment.designs import lay_out, prior_key
from forecast.sensitivity.block_indices import block_indices

SEED = 20241220
V = 0.5 + 7.0**2 / 8.0 + 0.1 * math.pi**4 / 5.0 + 0.01 * math.pi**8 / 18.0
S1 = 0.5 * (1.0 + 0.1 * math.pi**4 / 5.0) ** 2 / V
S2 = 7.0**2 / 8.0 / V
FIRST, TOTAL = (S1, S2, 0.0), (1.0 - S2, S2, 1.0 - S1 - S2)


def ishigami(u):
    x = math.pi * (2.0 * u - 1.0)
    return np.sin(x[0]) + 7.0 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0])


def by_block(rows: int, seed: int, noise: float = 0.0, replicates: int = 4):
    """Ishigami over the design; the noise is the same in all blocks of a row, in part."""
    keys = [prior_key(f"x{i}", i + 1) for i in range(3)]
    draws = rows * SOBOL_BLOCKS
    values = ishigami(lay_out("sobol_groups", seed, draws, keys, [0, 1, 2]).columns(0, draws))
    rng = np.random.default_rng(seed)
    shared = noise * rng.normal(size=(1, rows, replicates))
    own = 0.5 * noise * rng.normal(size=(SOBOL_BLOCKS, rows, replicates))
    return values.reshape(SOBOL_BLOCKS, rows, 1) + shared + own


@pytest.mark.parametrize("noise", [0.0, 4.0])
def test_that_indices_are_the_known_ones(noise: float) -> None:
    print(f"seed {SEED}")
    found = block_indices(by_block(2048, SEED, noise), np.arange(2048) % 16)
    for number in range(3):
        assert abs(found.first[number].value - FIRST[number]) < 4.0 * found.first[number].mcse + 1e-3
        assert abs(found.total[number].value - TOTAL[number]) < 4.0 * found.total[number].mcse + 1e-3
    assert found.sd.value == pytest.approx(math.sqrt(V), rel=0.05)
    assert abs(found.chance.value - 1.25 * noise**2 / (V + 1.25 * noise**2)) < 4.0 * found.chance.mcse + 1e-3
    assert abs(found.total[5].value) < 4.0 * found.total[5].mcse + 1e-12  # a group without inputs


def test_that_a_group_without_inputs_and_with_the_same_chance_is_exactly_nothing() -> None:
    values = by_block(64, SEED)
    found = block_indices(values, np.arange(64) % 16)
    assert found.total[7] == (0.0, 0.0, 64) and found.first[7] == (0.0, 0.0, 64)
    assert block_indices(values[:, :20], np.arange(20) % 16) is None
    assert block_indices(np.ones((SOBOL_BLOCKS, 64, 2)), np.arange(64) % 16) is None


def test_that_salib_finds_the_same_on_the_same_sample() -> None:
    from SALib.analyze import sobol as salib

    rows = 512
    values = by_block(rows, SEED)[..., :1]
    problem = {"num_vars": 3, "names": list("abc"), "bounds": [[0.0, 1.0]] * 3}
    theirs_order = np.stack([values[0], values[2], values[3], values[4], values[1]])[..., 0]  # A, AB..., B
    theirs = salib.analyze(problem, theirs_order.T.ravel(), calc_second_order=False, seed=1)
    mine = block_indices(np.repeat(values, 2, axis=2), np.arange(rows) % 16)
    assert [e.value for e in mine.first[:3]] == pytest.approx(list(theirs["S1"]), abs=0.01)
    assert [e.value for e in mine.total[:3]] == pytest.approx(list(theirs["ST"]), abs=0.01)


@pytest.mark.validate
def test_that_the_stated_errors_cover_the_truth() -> None:
    print(f"seeds from {SEED}")
    inside = np.zeros((2, 3))
    for seed in range(150):
        found = block_indices(by_block(256, SEED + seed, 3.0), np.arange(256) % 16)
        for row, (indices, truth) in enumerate(((found.first, FIRST), (found.total, TOTAL))):
            for g in range(3):
                inside[row, g] += abs(indices[g].value - truth[g]) < 2.13 * indices[g].mcse
    print(inside / 150)
    assert np.all(inside / 150 > 0.87)
