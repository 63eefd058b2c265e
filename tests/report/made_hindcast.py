"""A made-up hindcast of a map that is known, written through the real store: three horizons, normal laws."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np

from forecast.hindcast.folder import NAME
from forecast.scores.averages import means, skills
from forecast.scores.files import write_scores
from forecast.scores.records import BENCHMARKS, OURS, TARGET, TOTAL, ScoreRow
from forecast.scores.score_rows import quantile_rows, score_rows
from forecast.store.sealed_json import sealed_text

HORIZONS = (1, 4, 13)
FIRST = date(2030, 1, 5)
WEEKS = 45


def weekly(seed: int = 1) -> np.ndarray:
    """Gains of the weeks after the first origin."""
    return np.random.default_rng(seed).normal(20.0, 30.0, WEEKS)


def write_hindcast(
    folder: Path, file: str = "map.csv", in_sample: bool = False, step: int = 4, origins: int = 10, seed: int = 1
) -> Path:
    """`frontcast` and two benchmarks at some origins `step` weeks apart; the last truths are not known."""
    rng = np.random.default_rng(seed)
    gains = weekly(seed)
    (folder / ".work").mkdir(parents=True)
    scores: list[ScoreRow] = []
    quantiles = []
    dates = [FIRST + timedelta(weeks=step * k) for k in range(origins)]
    for k, origin in enumerate(dates):
        for horizon in HORIZONS:
            ahead = gains[step * k : step * k + horizon]
            truth = np.array([ahead.sum() if len(ahead) == horizon else np.nan])
            for number, model in enumerate((OURS, *BENCHMARKS[:2])):
                x = rng.normal(20.0 * horizon, 30.0 * (1 + number) * horizon**0.5, (1, 400))
                scores += score_rows(origin, [TOTAL], horizon, model, x, truth, rng)
                quantiles += quantile_rows(origin, [TOTAL], horizon, model, x, truth)
    found, ratios = means(scores), skills(scores)
    assert all(row.target == TARGET for row in found)
    files = write_scores(folder, scores, quantiles, found, ratios)
    record = {
        "kind": "hindcast",
        "experiment": "made_up",
        "config_hash": "0" * 64,
        "observations": [{"file": file, "sha256": "0" * 64}, {"file": "second.csv", "sha256": "0" * 64}],
        "origins": [str(day) for day in dates],
        "horizons": list(HORIZONS),
        "in_sample": in_sample,
        "status": "complete",
        "files": [entry._asdict() for entry in files],
    }
    (folder / NAME).write_text(sealed_text(record))
    return folder
