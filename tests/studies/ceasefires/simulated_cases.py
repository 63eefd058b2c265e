"""Draws and ceasefires for the tests."""

from functools import cache
from pathlib import Path

import numpy as np

from forecast.config import load_experiment
from studies.ceasefires.cases import UNPRESSED, Ceasefire, Terms
from studies.ceasefires.durability import DurabilityDraws, draw_durability

CONFIG = Path(__file__).resolve().parents[3] / "configs" / "offer.yaml"


@cache
def draws(n: int = 256) -> DurabilityDraws:
    """The first draws of the study."""
    return draw_durability(load_experiment(CONFIG), n)


def simulated(
    source: DurabilityDraws, n: int, seed: int, terms: Terms = UNPRESSED, shift: float = 0.0
) -> list[Ceasefire]:
    """Ceasefires that fail as the mean survival of these draws has it, censored between 5 and 40 years."""
    rng = np.random.default_rng(seed)
    grid = np.arange(0.0, 2081.0, 4.0)
    holding = source.survival(terms, grid, shift).mean(axis=1)
    fails = np.interp(rng.random(n), 1.0 - holding, grid, right=np.inf)
    observed = rng.uniform(260.0, 2080.0, n)
    return [
        Ceasefire(f"case {k}", f"war {k // 2}", "ii", terms, max(min(f, c), 0.1), bool(f <= c))
        for k, (f, c) in enumerate(zip(fails, observed, strict=True))
    ]
