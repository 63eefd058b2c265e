"""Draws made up with a planted box, or with none, and a made-up run."""

import importlib.util
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from forecast.analysis.draw_means import DrawMean
from forecast.analysis.members import Members
from forecast.discovery.boxes import Sample

SEED = 11
REPLICATES = 10
INSIDE, OUTSIDE = 0.45, 0.12  # chance of a case in a member
LOW, HIGH = 0.6, 0.5  # the planted box: x0 above LOW, x1 below HIGH


class Planted(NamedTuple):
    sample: Sample
    chance: np.ndarray

    @property
    def outcome(self) -> DrawMean:
        return DrawMean(self.sample.mean, self.sample.weight, self.sample.mean)


def planted(seed: int, draws: int = 1500, inside: float = INSIDE, dummies: int = 50) -> Planted:
    """Draws with `dummies` inputs that do nothing. With `inside` = OUTSIDE there is no box."""
    rng = np.random.default_rng(seed)
    x = rng.random((draws, 2 + dummies))
    chance = np.where((x[:, 0] > LOW) & (x[:, 1] < HIGH), inside, OUTSIDE)
    mean = rng.binomial(REPLICATES, chance) / REPLICATES
    names = tuple(f"x{i}" for i in range(2 + dummies))
    return Planted(Sample(names, x, mean, np.full(draws, float(REPLICATES))), chance)


@pytest.fixture(scope="session")
def plant():  # type: ignore[no-untyped-def]
    print(f"seed of the planted box: {SEED}")
    return planted


@pytest.fixture(scope="session")
def members(tmp_path_factory: pytest.TempPathFactory) -> Members:
    """A made-up run of 400 draws with 5 members each."""
    file = Path(__file__).parents[1] / "analysis/synthetic_run.py"
    spec = importlib.util.spec_from_file_location("synthetic_run", file)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return Members(module.write_run(tmp_path_factory.mktemp("discovery") / "run", draws=400, seed=SEED))
