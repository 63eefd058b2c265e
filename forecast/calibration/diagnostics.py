"""Can the draws be trusted? Effective number, tail of the importance weights, another seed; summary by parameter."""

from typing import NamedTuple

import numpy as np

from forecast.calibration.posterior import PARAMETERS, PER_MAP, Posterior
from forecast.observations.series import Floats

LEAST_EFFECTIVE = 100.0
GOOD, USABLE = 0.5, 0.7  # k-hat of the weights; above the second they mislead (Vehtari et al. 2024)
WIDTH_80 = 2.0 * 1.2815515655446004  # of the central 80 % of a standard normal
LEAST_TAIL = 5
PRIOR_POINTS, PRIOR_SHAPE = 10.0, 0.5


class ParameterRow(NamedTuple):
    """Posterior of one parameter. seeds: median under another seed minus this one's, in posterior sds."""

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


def sampling(posterior: Posterior) -> Sampling:
    """Quality of the importance sampling."""
    level = posterior.fit.level
    return Sampling(level.ess, pareto_k(level.weights), level.evidence)


def doubts(quality: Sampling) -> list[str]:
    """One line if the draws are not to be trusted."""
    if quality.effective >= LEAST_EFFECTIVE and not quality.pareto_k >= USABLE:
        return []
    k = f"{quality.effective:,.0f} effective draws, tail of the weights k = {quality.pareto_k:.2f}"
    return [f"level: DO NOT USE, {k}; the priors hardly allow this record (docs/calibration.md)"]


def parameter_rows(posterior: Posterior, again: Posterior) -> list[ParameterRow]:
    """One row per parameter, and one per map for the noise. again: the same fit with another seed."""
    others = dict(_by_name(again.draws))
    priors = dict(_by_name(posterior.prior))
    rows = []
    for name, x in _by_name(posterior.draws):
        low, median, high = _central(x)
        sd = float(x.std(ddof=1))
        prior = _central(priors[name]) if name in priors else (float("nan"),) * 3
        seeds = (float(np.median(others[name])) - median) / sd
        unit = PARAMETERS[name.rsplit("_", 1)[0] if name.startswith(PER_MAP) else name].unit
        rows.append(
            ParameterRow(name, unit, float(x.mean()), sd, median, low, high, prior[1], prior[0], prior[2], seeds)
        )
    return rows


def _by_name(values: dict[str, Floats]) -> list[tuple[str, Floats]]:
    pairs: list[tuple[str, Floats]] = []
    for name, x in values.items():
        pairs += [(f"{name}_{i + 1}", row) for i, row in enumerate(x)] if name in PER_MAP else [(name, x)]
    return pairs


def _central(x: Floats) -> tuple[float, float, float]:
    low, median, high = np.quantile(x, [0.1, 0.5, 0.9])
    return float(low), float(median), float(high)


def pareto_k(weights: Floats) -> float:
    """k-hat: shape of the tail of positive importance weights float64[n]; NaN if there are too few.

    Vehtari, Simpson, Gelman, Yao & Gabry 2024; the generalised Pareto is fitted after Zhang & Stephens 2009.
    """
    n = len(weights)
    tail = int(min(0.2 * n, 3.0 * np.sqrt(n)))
    if tail < LEAST_TAIL:
        return float("nan")
    ordered = np.sort(weights / weights.max())
    excess = ordered[-tail:] - ordered[-tail - 1]
    if excess[0] <= 0.0 or excess[-1] <= excess[0]:
        excess = excess[excess > 0.0]
        if len(excess) < LEAST_TAIL:
            return float("nan")
    return pareto_shape(excess)


def pareto_shape(x: Floats) -> float:
    """Posterior-mean shape of sorted positive excesses, shrunk a little toward 0.5 as the authors do."""
    n = len(x)
    points = 30 + int(np.sqrt(n))
    quarter = x[int(n / 4 + 0.5) - 1]
    theta = 1.0 / x[-1] + (1.0 - np.sqrt(points / (np.arange(1, points + 1) - 0.5))) / (3.0 * quarter)
    k = np.log1p(-theta[:, None] * x).mean(axis=1)
    profile = n * (np.log(-theta / k) - k - 1.0)
    with np.errstate(over="ignore"):  # the weight of such a point is 0
        weight = 1.0 / np.exp(profile - profile[:, None]).sum(axis=1)
    best = float(weight @ theta)
    shape = float(np.log1p(-best * x).mean())
    return (shape * n + PRIOR_POINTS * PRIOR_SHAPE) / (n + PRIOR_POINTS)
