"""The hindcast itself: at every origin our forecast and every benchmark's, from the same rows, scored alike."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from forecast.errors import ObservationError
from forecast.hindcast.benchmarks import BENCHMARKS, REFERENCE, SAMPLES
from forecast.hindcast.events import Chance, chances
from forecast.hindcast.forecaster import Forecaster
from forecast.hindcast.truth import truths
from forecast.observations.cleaning import usable_all
from forecast.observations.series import Days, Floats, Observations
from forecast.scores.records import OURS, TOTAL, QuantileRow, ScoreRow
from forecast.scores.score_rows import quantile_rows, score_rows, vector_rows

BENCHMARK_CHANNEL, TIE_CHANNEL = 23, 24
LEAST_MAPS = 26  # one more than changes between them
ENERGY_SAMPLES = 1000  # of the 2,000: all pairs are compared


class Results(NamedTuple):
    """Rows of every origin, horizon, location and model."""

    scores: list[ScoreRow]
    quantiles: list[QuantileRow]
    chances: list[Chance]


def hindcast(
    forecaster: Forecaster,
    maps: Sequence[Observations],
    origins: Days,
    horizons: Sequence[int],
    seed: int,
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> Results:
    """Forecasts and scores `maps[0]`; the other maps inform the state. Raises ObservationError for too short a past."""
    results = Results([], [], [])
    locations = [*maps[0].locations, TOTAL]
    for done, origin in enumerate(origins):
        known = usable_all([seen.until(origin) for seen in maps])
        _enough(known[0], origin)
        truth = truths(maps[0], origin, horizons)
        for number, (model, samples) in enumerate(forecasts(forecaster, known, origin, horizons, seed)):
            ties = np.random.Generator(np.random.PCG64([seed, TIE_CHANNEL, week_number(origin), number]))
            _score(results, known[0], origin.item(), locations, horizons, model, samples, truth, ties)
        tell(done + 1, len(origins))
    return results


def _enough(known: Observations, origin: np.datetime64) -> None:
    """Raises ObservationError if less is known at the origin than the benchmarks need."""
    changes = len(known.weeks)
    if changes + 1 < LEAST_MAPS:
        message = f"{changes} usable weeks up to the origin {origin}; at least {LEAST_MAPS - 1} are needed"
        message += ", not counting those before a gain or loss of 1,000 km2"
        raise ObservationError.of(known.name, f"{message}, so begin with a later origin")


def week_number(origin: np.datetime64) -> int:
    """A number of the origin of its own, so that its random numbers do not depend on which others are asked for."""
    return int(origin.astype("datetime64[D]").astype(np.int64)) // 7


def forecasts(
    forecaster: Forecaster, known: Sequence[Observations], origin: np.datetime64, horizons: Sequence[int], seed: int
) -> Iterator[tuple[str, Floats]]:
    """Model name and samples f64[M, sectors + 1, horizons], ours first."""
    yield OURS, forecaster.forecast(known, horizons, week_number(origin))
    series = np.column_stack([known[0].net, known[0].total])
    # a record of n weekly maps holds n - 1 changes: the first map shows none
    series = np.concatenate([np.full((1, series.shape[1]), np.nan), series])
    for number, (model, rule) in enumerate((BENCHMARKS | REFERENCE).items()):
        samples = np.empty((SAMPLES, series.shape[1], len(horizons)))
        for place, past in enumerate(series.T):
            key = [seed, BENCHMARK_CHANNEL, week_number(origin), number, place]
            try:
                samples[:, place] = rule(past, horizons, SAMPLES, np.random.Generator(np.random.PCG64(key)))
            except ObservationError as error:
                where = f"{known[0].name}, origin {origin}, {[*known[0].locations, TOTAL][place]}"
                raise ObservationError.of(where, error.problems[0].message) from None
        yield model, samples


def _score(
    results: Results,
    known: Observations,
    origin: date,
    locations: Sequence[str],
    horizons: Sequence[int],
    model: str,
    samples: Floats,
    truth: Floats,
    ties: np.random.Generator,
) -> None:
    for k, horizon in enumerate(horizons):
        by_place = samples[:, :, k].T
        results.scores.extend(score_rows(origin, locations, horizon, model, by_place, truth[k], ties))
        results.quantiles.extend(quantile_rows(origin, locations, horizon, model, by_place, truth[k]))
        results.chances.extend(chances(known, origin, horizon, model, by_place[-1], float(truth[k, -1])))
        if len(locations) > 1:
            sectors = samples[:ENERGY_SAMPLES, :-1, k]
            results.scores.extend(vector_rows(origin, horizon, model, sectors, truth[k, :-1]))
