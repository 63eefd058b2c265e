"""From scores by origin to means, skill, and the rows of the contract."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np

from forecast.scores.blocks import Blocks, blocks_of
from forecast.scores.records import BENCHMARKS, OURS, MeanRow, ScoreRow, SkillRow
from forecast.scores.skill import mean_score, skill

Place = tuple[str, str, int, str]
Series = dict[Place, dict[str, dict[date, float]]]
"""By target, location, horizon and score: by model: score by origin."""

ALONE = 4.0
SHARE = "coverage"


def means(rows: Iterable[ScoreRow], seed: int = 0) -> list[MeanRow]:
    """Mean of every score over the origins, with its error; places in order, models in the order of their rows.

    Every model at a place has the same origins. Raises ValueError if one has others, or one of them twice.
    """
    found: list[MeanRow] = []
    for (target, location, horizon, score), blocks, models in _places(rows):
        for model, values in models.items():
            mean = mean_score(values, blocks, np.random.default_rng(seed))
            if score.startswith(SHARE) and mean.se == 0.0:
                mean = mean._replace(se=_share_error(mean.value, mean.windows))
            found.append(MeanRow(target, location, horizon, model, score, *mean))
    return found


def _share_error(share: float, windows: int) -> float:
    """Error of a share that no resampling can move, 0 or 1: that of Laplace's estimate from the windows."""
    middle = (share * windows + 1.0) / (windows + 2.0)
    return math.sqrt(middle * (1.0 - middle) / windows)


def skills(
    rows: Iterable[ScoreRow], score: str = "crps", ours: str = OURS, against: Sequence[str] = BENCHMARKS, seed: int = 0
) -> list[SkillRow]:
    """Ratio of our mean score to that of every model of `against` that is there. Raises ValueError as `means`."""
    found: list[SkillRow] = []
    for (target, location, horizon, _), blocks, models in _places(row for row in rows if row.score == score):
        for other in (name for name in against if name in models and ours in models):
            ratio = skill(models[ours], models[other], blocks, np.random.default_rng(seed))
            found.append(SkillRow(target, location, horizon, ours, other, score, *ratio))
    return found


def summarise(rows: Iterable[ScoreRow], seed: int = 0) -> list[dict[str, Any]]:
    """Rows of the contract from scores by origin: `contract_rows(means(rows, seed))`."""
    return contract_rows(means(rows, seed))


def contract_rows(found: Iterable[MeanRow]) -> list[dict[str, Any]]:
    """One dict a target, location, horizon and model that has a CRPS.

    Keys: target, location, horizon, model, crps, coverage80, n, windows, crps_se, coverage80_se, then the mean of every
    other score under its name (twcrps, interval80, width80, coverage50, coverage90, coverage95, pit), each with `_se`.
    """
    wide: dict[tuple[str, str, int, str], dict[str, MeanRow]] = defaultdict(dict)
    for row in found:
        wide[row.target, row.location, row.horizon, row.model][row.score] = row
    return [_contract_row(place, scores) for place, scores in wide.items() if "crps" in scores]


def _contract_row(place: tuple[str, str, int, str], scores: dict[str, MeanRow]) -> dict[str, Any]:
    first = dict(zip(("target", "location", "horizon", "model"), place, strict=True))
    head = {"crps": scores["crps"].value, "coverage80": scores["coverage80"].value if "coverage80" in scores else None}
    counts = {"n": scores["crps"].n, "windows": scores["crps"].windows}
    values = {name: row.value for name, row in scores.items() if name not in head}
    return {**first, **head, **counts, **values, **{f"{name}_se": row.se for name, row in scores.items()}}


def _places(rows: Iterable[ScoreRow]) -> list[tuple[Place, Blocks, dict[str, list[float]]]]:
    """Places in order, with their blocks and each model's scores in order of time."""
    series: Series = defaultdict(lambda: defaultdict(dict))
    for row in rows:
        values = series[row.target, row.location, row.horizon, row.score][row.model]
        if row.origin_date in values:
            raise ValueError(f"{row.model} is scored twice at {row.location}, {row.horizon} weeks, {row.origin_date}")
        values[row.origin_date] = row.value
    found = []
    for place in sorted(series):
        models = series[place]
        origins = sorted(next(iter(models.values())))
        for model, values in models.items():
            if sorted(values) != origins:
                raise ValueError(f"{model} has other origins than {next(iter(models))} at {place[1]}, {place[2]} weeks")
        blocks = blocks_of(len(origins), place[2], _step(origins))
        found.append((place, blocks, {model: [values[day] for day in origins] for model, values in models.items()}))
    return found


def _step(origins: Sequence[date]) -> float:
    """Weeks between origins, the shortest time between two; a single one needs none."""
    gaps = [(later - earlier).days / 7 for earlier, later in pairwise(origins)]
    return min(gaps, default=ALONE)
