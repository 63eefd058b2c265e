"""From scores by origin to means, to ratios against benchmarks, and to the rows of the contract."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np

from forecast.scores.block_bootstrap import Blocks, blocks_of
from forecast.scores.records import BENCHMARKS, OURS, MeanRow, ScoreRow, SkillRow
from forecast.scores.skill import mean_score, skill

Key = tuple[str, str, int, str]
"""Target, location, horizon, score."""

STEP_OF_ONE = 4.0  # weeks between origins where there is only one
SHARE = "coverage"


def means(rows: Iterable[ScoreRow], seed: int = 0) -> list[MeanRow]:
    """Mean of every score over the origins, with its standard error. Raises ValueError as `_grouped`.

    Rows are sorted by target, location, horizon and score; models stand in the order of their rows.
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
    """Standard error of a share of 0 or 1, which resampling cannot change: that of Laplace's estimate from windows."""
    middle = (share * windows + 1.0) / (windows + 2.0)
    return math.sqrt(middle * (1.0 - middle) / windows)


def skills(
    rows: Iterable[ScoreRow], score: str = "crps", ours: str = OURS, against: Sequence[str] = BENCHMARKS, seed: int = 0
) -> list[SkillRow]:
    """Ratio of our mean score to that of other models. Raises ValueError as `means`.

    Parameters
    ----------
    rows : iterable of ScoreRow
        Scores by origin.
    score : str
        Name of the score.
    ours : str
        Our model.
    against : sequence of str
        Other models; those without rows are left out.
    seed : int
        Of the bootstrap.
    """
    ratios: list[SkillRow] = []
    for (target, location, horizon, _), blocks, models in _grouped(row for row in rows if row.score == score):
        for other in (name for name in against if name in models and ours in models):
            ratio = skill(models[ours], models[other], blocks, np.random.default_rng(seed))
            ratios.append(SkillRow(target, location, horizon, ours, other, score, *ratio))
    return ratios


def contract_rows(averages: Iterable[MeanRow]) -> list[dict[str, Any]]:
    """One dict for each target, location, horizon and model that has a CRPS.

    Keys: target, location, horizon, model, crps, coverage80, n, windows, then the mean of every other score under its
    name (twcrps, interval80, width80, coverage50, coverage90, coverage95, pit), then `<score>_se` of all scores.
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


def _grouped(rows: Iterable[ScoreRow]) -> list[tuple[Key, Blocks, dict[str, list[float]]]]:
    """Keys in order, with the blocks of their origins and each model's scores in order of time.

    Raises ValueError if a model has other origins than the first, or is scored twice at one.
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
        blocks = blocks_of(len(origins), key[2], _step(origins))
        groups.append((key, blocks, {model: [values[day] for day in origins] for model, values in models.items()}))
    return groups


def _step(origins: Sequence[date]) -> float:
    """Weeks between origins: the shortest time between two. One origin alone has no overlap, so any step will do."""
    gaps = [(later - earlier).days / 7 for earlier, later in pairwise(origins)]
    return min(gaps, default=STEP_OF_ONE)
