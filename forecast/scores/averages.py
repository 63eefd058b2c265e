"""Computes mean scores over origins and ratios to benchmarks, and makes the rows that the JSON contract fixes.

An origin is the last day that a forecast knows. A window is a period of `horizon` weeks: forecasts from close origins
share weeks, and `windows` counts the periods that do not (`block_bootstrap`).
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np

from forecast.scores.block_bootstrap import OriginBlocks, origin_blocks
from forecast.scores.records import BENCHMARKS, OURS, MeanRow, ScoreRow, SkillRow
from forecast.scores.skill import mean_score, skill

Key = tuple[str, str, int, str]
"""Target, location, horizon, score."""

STEP_OF_ONE = 4.0  # weeks between origins, assumed if there is only one
SHARE = "coverage"  # names of scores that are shares of 0 .. 1 start with it


def means(rows: Iterable[ScoreRow], seed: int = 0) -> list[MeanRow]:
    """Compute the mean of every score over the origins, with its standard error; `seed` is that of the bootstrap.

    The result is sorted by target, location, horizon and score; models stand in the order of their rows. Raises
    ValueError if models have different origins, or a model is scored twice at one origin.
    """
    averages: list[MeanRow] = []
    for (target, location, horizon, score), blocks, models in _grouped(rows):
        for model, values in models.items():
            mean = mean_score(values, blocks, np.random.default_rng(seed))
            if score.startswith(SHARE) and mean.se == 0.0:
                mean = mean._replace(se=_share_error(mean.value, mean.windows))
            averages.append(MeanRow(target, location, horizon, model, score, *mean))
    return averages


def _share_error(share: float, windows: int) -> float:
    """Standard error of a share of 0 or 1. Resampling would give 0, so Laplace's estimate of the share is used."""
    estimate = (share * windows + 1.0) / (windows + 2.0)
    return math.sqrt(estimate * (1.0 - estimate) / windows)


def skills(
    rows: Iterable[ScoreRow], score: str = "crps", ours: str = OURS, others: Sequence[str] = BENCHMARKS, seed: int = 0
) -> list[SkillRow]:
    """Divide the mean score of our model by the mean score of each other model. Raises ValueError as `means` does.

    Parameters
    ----------
    rows : iterable of ScoreRow
        Scores by origin.
    score : str
        Name of the score.
    ours : str
        Name of our model.
    others : sequence of str
        Names of the other models; those without rows are left out.
    seed : int
        Seed of the bootstrap.
    """
    ratios: list[SkillRow] = []
    for (target, location, horizon, _), blocks, models in _grouped(row for row in rows if row.score == score):
        for other in (name for name in others if name in models and ours in models):
            ratio = skill(models[ours], models[other], blocks, np.random.default_rng(seed))
            ratios.append(SkillRow(target, location, horizon, ours, other, score, *ratio))
    return ratios


def contract_rows(averages: Iterable[MeanRow]) -> list[dict[str, Any]]:
    """Make one dict for each target, location, horizon and model that has a CRPS.

    Its keys are target, location, horizon, model, crps, coverage80, n and windows, then the name of every other score
    (twcrps, interval80, width80, coverage50, coverage90, coverage95, pit) with its mean, then `<score>_se` with the
    standard error of each score.
    """
    wide: dict[tuple[str, str, int, str], dict[str, MeanRow]] = defaultdict(dict)
    for row in averages:
        wide[row.target, row.location, row.horizon, row.model][row.score] = row
    return [_contract_row(key, scores) for key, scores in wide.items() if "crps" in scores]


def _contract_row(key: tuple[str, str, int, str], scores: dict[str, MeanRow]) -> dict[str, Any]:
    first = dict(zip(("target", "location", "horizon", "model"), key, strict=True))
    head = {"crps": scores["crps"].value, "coverage80": scores["coverage80"].value if "coverage80" in scores else None}
    counts = {"n": scores["crps"].n, "windows": scores["crps"].windows}
    values = {name: row.value for name, row in scores.items() if name not in head}
    return {**first, **head, **counts, **values, **{f"{name}_se": row.se for name, row in scores.items()}}


def _grouped(rows: Iterable[ScoreRow]) -> list[tuple[Key, OriginBlocks, dict[str, list[float]]]]:
    """Group rows by key, in order of the keys: blocks of the origins, and each model's scores in order of time.

    Raises ValueError if models have different origins, or a model is scored twice at one origin.
    """
    series: dict[Key, dict[str, dict[date, float]]] = defaultdict(lambda: defaultdict(dict))
    for row in rows:
        values = series[row.target, row.location, row.horizon, row.score][row.model]
        if row.origin_date in values:
            raise ValueError(f"{row.model} is scored twice at {row.location}, {row.horizon} weeks, {row.origin_date}")
        values[row.origin_date] = row.value
    groups = []
    for key in sorted(series):
        models = series[key]
        origins = sorted(next(iter(models.values())))
        for model, values in models.items():
            if sorted(values) != origins:
                raise ValueError(f"{model} has other origins than {next(iter(models))} at {key[1]}, {key[2]} weeks")
        blocks = origin_blocks(len(origins), key[2], _weeks_between(origins))
        groups.append((key, blocks, {model: [values[day] for day in origins] for model, values in models.items()}))
    return groups


def _weeks_between(origins: Sequence[date]) -> float:
    """Shortest time between two origins, in weeks. For a single origin the value does not matter."""
    gaps = [(later - earlier).days / 7 for earlier, later in pairwise(origins)]
    return min(gaps, default=STEP_OF_ONE)
