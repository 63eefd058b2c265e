"""Wars that go on: members of an experiment without talks and without collapse, their paths by branch."""

from functools import cache
from pathlib import Path

import numpy as np

from forecast.config import load_experiment
from forecast.experiment.inputs import Sampler
from forecast.experiment.sectors import sector_table
from forecast.runner.fitting.pilot import NO_COLLAPSE, NO_TALKS
from tests.kernels.case import ROOT, Case
from tests.validity.peace_paths import traced

MEMBERS = 2048


@cache
def _study(config: Path) -> tuple[object, Sampler]:
    exp = load_experiment(config)
    design = exp.design.model_copy(update={"draws": MEMBERS, "replicates": 1, "layout": "mc", "members": None})
    exp = exp.model_copy(update={"design": design})
    return exp, Sampler(exp)


def war(config: str, branch: str) -> Case:
    """MEMBERS members of a branch of `config` (below configs/), one a draw, at war whatever happens."""
    exp, sampler = _study(ROOT / "configs" / config)
    inputs = sampler.inputs(0, MEMBERS)
    levers, donor_levers = sampler.levers(branch, inputs)
    c = Case(inputs.params.copy(), inputs.donors.copy(), levers.copy(), donor_levers.copy(), sector_table(exp))
    return c.set(**(NO_TALKS | NO_COLLAPSE))


def paths(c: Case, weeks: int, seed: int) -> dict[str, np.ndarray]:
    """Net gain, fires ratio, salient by week, f64[weeks + 1, n]."""
    seen = traced(c, weeks, ("net", "log_fires_ratio", "salient"), seed)
    return {
        "net": seen["net"].astype(np.float64),
        "fires": np.exp(seen["log_fires_ratio"].astype(np.float64)),
        "salient": seen["salient"].astype(np.float64),
    }
