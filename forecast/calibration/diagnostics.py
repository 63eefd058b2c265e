"""What tells whether the draws are a posterior: effective number, tail of the weights, another seed; a summary."""

from typing import NamedTuple

import numpy as np

from forecast.calibration.pareto import USABLE, pareto_k
from forecast.calibration.posterior import PARAMETERS, PER_MAP, Posterior
from forecast.observations.series import Floats

LEAST_EFFECTIVE = 100.0
WIDTH_80 = 2.0 * 1.2815515655446004  # of the central 80 % of a standard normal


class ParameterRow(NamedTuple):
    """Posterior of one parameter. seeds: median under another seed less this one's, in posterior sds."""

    parameter: str
    unit: str
    mean: float
    sd: float
    median: float
    low80: float
    high80: float
    prior_median: float
    prior_low80: float
    prior_high80: float
    seeds: float


class Sampling(NamedTuple):
    """Of the level's importance sampling: effective draws, k-hat of their weights, log evidence."""

    effective: float
    pareto_k: float
    evidence: float


def sampling(found: Posterior) -> Sampling:
    """The three numbers."""
    level = found.fit.level
    return Sampling(level.ess, pareto_k(level.weights), level.evidence)


def doubts(sampled: Sampling) -> list[str]:
    """One line if the draws are not to be trusted."""
    if sampled.effective >= LEAST_EFFECTIVE and not sampled.pareto_k >= USABLE:
        return []
    k = f"{sampled.effective:,.0f} effective draws, tail of the weights k = {sampled.pareto_k:.2f}"
    return [f"level: DO NOT USE, {k}; the priors hardly allow this record (docs/calibration.md)"]


def parameter_rows(found: Posterior, again: Posterior) -> list[ParameterRow]:
    """One row a parameter, noise one a map. again: the same from another seed."""
    others = dict(_named(again.draws))
    priors = dict(_named(found.prior))
    rows = []
    for name, x in _named(found.draws):
        low, median, high = _central(x)
        sd = float(x.std(ddof=1))
        prior = _central(priors[name]) if name in priors else (float("nan"),) * 3
        seeds = (float(np.median(others[name])) - median) / sd
        unit = PARAMETERS[name.rsplit("_", 1)[0] if name.startswith(PER_MAP) else name].unit
        rows.append(
            ParameterRow(name, unit, float(x.mean()), sd, median, low, high, prior[1], prior[0], prior[2], seeds)
        )
    return rows


def _named(values: dict[str, Floats]) -> list[tuple[str, Floats]]:
    found: list[tuple[str, Floats]] = []
    for name, x in values.items():
        found += [(f"{name}_{i + 1}", row) for i, row in enumerate(x)] if name in PER_MAP else [(name, x)]
    return found


def _central(x: Floats) -> tuple[float, float, float]:
    low, median, high = np.quantile(x, [0.1, 0.5, 0.9])
    return float(low), float(median), float(high)
