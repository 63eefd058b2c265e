"""Scores against the best benchmark of a world, with errors over its continuations (jackknife)."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from forecast.observations.series import Floats
from studies.worlds.alternatives import OURS
from studies.worlds.rules import RULES
from studies.worlds.study import MODELS, Scores


class Estimate(NamedTuple):
    """A value with its Monte Carlo standard error."""

    value: float
    mcse: float


class Ranked(NamedTuple):
    """One forecaster over all worlds: mean and worst geometric ratio, that world, and both less ours."""

    mean: Estimate
    worst: Estimate
    world: str
    mean_less: Estimate
    worst_less: Estimate


def against_best(crps: Floats) -> Floats:
    """Ratios f64[models, horizons + 1] of mean scores f64[models, horizons]; the geometric mean is last."""
    ratio = crps / crps[: len(RULES)].min(axis=0)
    return np.column_stack([ratio, np.exp(np.log(ratio).mean(axis=1))])


def jackknife(statistic: Callable[[Floats], Floats], rows: Floats) -> tuple[Floats, Floats]:
    """A statistic of the mean over `rows` (replicates, ...), and its standard error."""
    n = len(rows)
    total = rows.sum(axis=0)
    left = np.array([statistic((total - row) / (n - 1)) for row in rows])
    return statistic(total / n), np.sqrt((n - 1) / n * ((left - left.mean(axis=0)) ** 2).sum(axis=0))


def ratios(scores: Scores) -> tuple[Floats, Floats]:
    """Ratios to the best benchmark, f64[models, horizons + 1], and their errors."""
    return jackknife(against_best, scores.crps)


def best_benchmarks(scores: Scores) -> list[tuple[str, float]]:
    """Name and score (km2) of the best benchmark at each horizon."""
    mean = scores.crps.mean(axis=0)[: len(RULES)]
    return [(list(RULES)[int(np.argmin(column))], float(column.min())) for column in mean.T]


def ranked(found: Mapping[str, Scores]) -> dict[str, Ranked]:
    """Every forecaster over all worlds, which count alike and are independent."""
    ours = MODELS.index(OURS)

    def both(crps: Floats) -> Floats:
        geometric = against_best(crps)[:, -1]
        return np.array([geometric, geometric - geometric[ours]])

    parts = [jackknife(both, scores.crps) for scores in found.values()]
    values, errors = np.array([part[0] for part in parts]), np.array([part[1] for part in parts])
    means = values.mean(axis=0), np.sqrt((errors**2).sum(axis=0)) / len(found)
    worst = values[:, 0].argmax(axis=0)
    table = {}
    for k, name in enumerate(MODELS):
        at, base = worst[k], worst[ours]
        # where both are worst in one world the difference is paired
        error = errors[at, 1, k] if at == base else np.hypot(errors[at, 0, k], errors[base, 0, ours])
        table[name] = Ranked(
            Estimate(float(means[0][0, k]), float(means[1][0, k])),
            Estimate(float(values[at, 0, k]), float(errors[at, 0, k])),
            list(found)[at],
            Estimate(float(means[0][1, k]), float(means[1][1, k])),
            Estimate(float(values[at, 0, k] - values[base, 0, ours]), float(error)),
        )
    return table
