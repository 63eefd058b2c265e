"""Checks whether posterior draws can be trusted, and summarises them by parameter.

The posterior of the level comes from importance sampling. Its quality shows in three numbers: the effective number of
draws (the number of equally weighted draws that would be as precise), k-hat (the shape of the tail of the weights; 0 is
light), and how much the medians change with another seed.
"""

from typing import NamedTuple

import numpy as np

from forecast.analysis.pareto import USABLE, pareto_k
from forecast.calibration.posterior import PARAMETERS, PER_MAP, Posterior
from forecast.observations.series import Floats

MIN_EFFECTIVE = 100.0
WIDTH_80 = 2.0 * 1.2815515655446004  # width of the central 80 % of a standard normal


class ParameterRow(NamedTuple):
    """Posterior and prior of one parameter, in `unit`.

    `low80` and `high80` are the ends of the central 80 %. `seeds` is the median under another seed minus the median
    under this one, in posterior standard deviations.
    """

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
    """Quality of the importance sampling of the level: effective draws, k-hat, and log evidence."""

    effective: float
    pareto_k: float
    evidence: float


def sampling(posterior: Posterior) -> Sampling:
    """Compute the quality of the importance sampling."""
    level = posterior.fit.level
    return Sampling(level.ess, pareto_k(level.weights), level.evidence)


def doubts(quality: Sampling) -> list[str]:
    """Return a list with one warning if the draws cannot be trusted, else an empty list."""
    if quality.effective >= MIN_EFFECTIVE and not quality.pareto_k >= USABLE:
        return []
    k = f"{quality.effective:,.0f} effective draws, tail of the weights k = {quality.pareto_k:.2f}"
    return [f"level: DO NOT USE, {k}; the observed series is very improbable under the priors (docs/calibration.md)"]


def parameter_rows(posterior: Posterior, again: Posterior) -> list[ParameterRow]:
    """Make one row per parameter. `noise` has one row per map. `again` is the same fit with another seed."""
    others = dict(_split_by_map(again.draws))
    priors = dict(_split_by_map(posterior.prior))
    rows = []
    for name, x in _split_by_map(posterior.draws):
        low, median, high = _central(x)
        sd = float(x.std(ddof=1))
        prior = _central(priors[name]) if name in priors else (float("nan"),) * 3
        seeds = (float(np.median(others[name])) - median) / sd
        unit = PARAMETERS[name.rsplit("_", 1)[0] if name.startswith(PER_MAP) else name].unit
        rows.append(
            ParameterRow(name, unit, float(x.mean()), sd, median, low, high, prior[1], prior[0], prior[2], seeds)
        )
    return rows


def _split_by_map(values: dict[str, Floats]) -> list[tuple[str, Floats]]:
    pairs: list[tuple[str, Floats]] = []
    for name, x in values.items():
        pairs += [(f"{name}_{i + 1}", row) for i, row in enumerate(x)] if name in PER_MAP else [(name, x)]
    return pairs


def _central(x: Floats) -> tuple[float, float, float]:
    low, median, high = np.quantile(x, [0.1, 0.5, 0.9])
    return float(low), float(median), float(high)
