"""Events of the total that a reader asks about, as chances: does side 1 gain at all, and faster than of late?"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from forecast.observations.series import Floats, Observations
from forecast.scores.probability import brier_score, log_score, murphy
from forecast.scores.records import TARGET, TOTAL, ScoreRow

RECENT = 13
EVENTS = {
    "gain": "side 1 gains ground in all",
    "faster": f"it gains more a week than over the {RECENT} weeks before the origin",
}


class Chance(NamedTuple):
    """The chance that a model gives an event, and whether it came."""

    event: str
    horizon: int
    model: str
    origin_date: date
    chance: float
    came: bool


def chances(
    known: Observations, origin: date, horizon: int, model: str, samples: Floats, truth: float
) -> Iterator[Chance]:
    """Both events from samples f64[M] of the total and its truth; none where the truth is not known."""
    if np.isnan(truth):
        return
    recent = float(np.nanmean(known.total[-RECENT:])) * horizon
    for event, threshold in zip(EVENTS, (0.0, recent), strict=True):
        yield Chance(event, horizon, model, origin, float((samples > threshold).mean()), bool(truth > threshold))


def event_scores(found: Sequence[Chance]) -> Iterator[ScoreRow]:
    """Brier and log score of every chance."""
    for row in found:
        end = date.fromordinal(row.origin_date.toordinal() + 7 * row.horizon)
        for name, score in (("brier", brier_score), ("log", log_score)):
            value = float(np.asarray(score(np.array([row.chance]), np.array([float(row.came)])))[0])
            yield ScoreRow(row.origin_date, end, TARGET, TOTAL, row.horizon, row.model, f"{name}_{row.event}", value)


def decompositions(found: Sequence[Chance]) -> list[dict[str, Any]]:
    """Murphy's decomposition of each event, horizon and model over the origins."""
    groups: dict[tuple[str, int, str], list[Chance]] = {}
    for row in found:
        groups.setdefault((row.event, row.horizon, row.model), []).append(row)
    table = []
    for (event, horizon, model), rows in sorted(groups.items()):
        parts = murphy([row.chance for row in rows], [float(row.came) for row in rows])._asdict()
        parts["bins"] = [part._asdict() for part in parts["bins"]]
        table.append({"event": event, "horizon": horizon, "model": model, **parts})
    return table
