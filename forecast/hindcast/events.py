"""Computes and scores the probabilities of two events: side 1 (the attacker) gains ground, and it gains faster.

Both events concern the total of the whole front; see EVENTS.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from forecast.observations.series import Floats, Observations
from forecast.scores.probability import brier_score, log_score, murphy
from forecast.scores.records import TARGET, TOTAL, ScoreRow

RECENT = 13
EVENTS = {
    "gain": "side 1 gains ground over the whole horizon",
    "faster": f"it gains more a week than over the {RECENT} weeks before the origin",
}


class EventForecast(NamedTuple):
    """Probability of an event according to a model, and whether the event happened."""

    event: str
    horizon: int
    model: str
    origin_date: date
    probability: float
    happened: bool


def event_forecasts(
    known: Observations, origin: date, horizon: int, model: str, samples: Floats, truth: float
) -> Iterator[EventForecast]:
    """Yield the forecasts of both events from samples of the total. Yields nothing if the truth is unknown.

    Parameters
    ----------
    known : Observations
        The first map up to the origin.
    origin : date
        Last day known to the forecast.
    horizon : int
        Weeks that are summed.
    model : str
        Name of the forecaster.
    samples : float64[M]
        Sums of the total, km2.
    truth : float
        What was observed, km2, or NaN.
    """
    if np.isnan(truth):
        return
    recent = float(np.nanmean(known.total[-RECENT:])) * horizon
    for event, threshold in zip(EVENTS, (0.0, recent), strict=True):
        probability = float((samples > threshold).mean())
        yield EventForecast(event, horizon, model, origin, probability, bool(truth > threshold))


def event_scores(forecasts: Sequence[EventForecast]) -> Iterator[ScoreRow]:
    """Yield the Brier score and the log score of every forecast."""
    for row in forecasts:
        end = date.fromordinal(row.origin_date.toordinal() + 7 * row.horizon)
        for name, score in (("brier", brier_score), ("log", log_score)):
            value = float(np.asarray(score(np.array([row.probability]), np.array([float(row.happened)])))[0])
            yield ScoreRow(row.origin_date, end, TARGET, TOTAL, row.horizon, row.model, f"{name}_{row.event}", value)


def decompositions(forecasts: Sequence[EventForecast]) -> list[dict[str, Any]]:
    """Decompose the Brier score (Murphy) for each event, horizon and model; the cases are the origins."""
    groups: dict[tuple[str, int, str], list[EventForecast]] = {}
    for row in forecasts:
        groups.setdefault((row.event, row.horizon, row.model), []).append(row)
    table = []
    for (event, horizon, model), rows in sorted(groups.items()):
        parts = murphy([row.probability for row in rows], [float(row.happened) for row in rows])._asdict()
        parts["bins"] = [part._asdict() for part in parts["bins"]]
        table.append({"event": event, "horizon": horizon, "model": model, **parts})
    return table
