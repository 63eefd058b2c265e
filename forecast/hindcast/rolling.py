"""The hindcast itself: at every origin our forecast and those of all benchmarks, from the same rows, scored alike."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from forecast.errors import ObservationError
from forecast.hindcast.benchmarks import BENCHMARKS, REFERENCE, SAMPLES
from forecast.hindcast.events import EventForecast, event_forecasts
from forecast.hindcast.forecaster import Forecaster
from forecast.hindcast.origins import observed_sums
from forecast.observations.cleaning import MIN_WEEKS, usable_all
from forecast.observations.series import Days, Floats, Observations
from forecast.scores.records import OURS, TOTAL, QuantileRow, ScoreRow
from forecast.scores.score_rows import quantile_rows, score_rows, vector_rows

BENCHMARK_CHANNEL, TIE_CHANNEL = 23, 24
LEAST_MAPS = MIN_WEEKS  # weekly maps of a record: one more than changes between them
ENERGY_SAMPLES = 1000  # of the 2,000: all pairs are compared


class Results(NamedTuple):
    """Rows of every origin, horizon, location and model."""

    scores: list[ScoreRow]
    quantiles: list[QuantileRow]
    events: list[EventForecast]


def hindcast(
    forecaster: Forecaster,
    maps: Sequence[Observations],
    origins: Days,
    horizons: Sequence[int],
    seed: int,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Results:
    """Forecast and score the first map from every origin. Raises ObservationError if a past is too short.

    Parameters
    ----------
    forecaster : Forecaster
        Our model.
    maps : sequence of Observations
        The first is forecast and scored, the others inform the state at an origin.
    origins : datetime64[D][origins]
        Last days known to the forecasts.
    horizons : sequence of int
        Weeks that are summed.
    seed : int
        Of benchmarks and ties.
    progress : callable
        Called with the number of origins done and their total.
    """
    results = Results([], [], [])
    locations = [*maps[0].locations, TOTAL]
    for done, origin in enumerate(origins):
        known = usable_all([obs.until(origin) for obs in maps])
        _require_weeks(known[0], origin)
        truth = observed_sums(maps[0], origin, horizons)
        for number, (model, samples) in enumerate(forecasts(forecaster, known, origin, horizons, seed)):
            ties = np.random.Generator(np.random.PCG64([seed, TIE_CHANNEL, week_number(origin), number]))
            _score(results, known[0], origin.item(), locations, horizons, model, samples, truth, ties)
        progress(done + 1, len(origins))
    return results


def _require_weeks(known: Observations, origin: np.datetime64) -> None:
    """Raise ObservationError if fewer weeks are known at the origin than the benchmarks need."""
    changes = len(known.weeks)
    if changes + 1 < LEAST_MAPS:
        message = f"{changes} usable weeks up to the origin {origin}; at least {LEAST_MAPS - 1} are needed"
        message += ", not counting those before a gain or loss of 1,000 km2"
        raise ObservationError.of(known.name, f"{message}, so begin with a later origin")


def week_number(origin: np.datetime64) -> int:
    """Number of an origin, so that its random numbers do not depend on the other origins."""
    return int(origin.astype("datetime64[D]").astype(np.int64)) // 7


def with_first_map(changes: Floats) -> Floats:
    """Weekly changes float64[weeks, ...] after the first map of the record, which shows no change (NaN)."""
    return np.concatenate([np.full((1, *changes.shape[1:]), np.nan), changes])


def benchmark_rng(seed: int, origin: np.datetime64, number: int, location: int) -> np.random.Generator:
    """Random numbers of one benchmark at one origin and location.

    Parameters
    ----------
    seed : int
        Of the design.
    origin : datetime64[D]
        Last day known to the forecast.
    number : int
        Position of the benchmark in BENCHMARKS and REFERENCE.
    location : int
        Position of the location: sectors in order, then the total.
    """
    key = [seed, BENCHMARK_CHANNEL, week_number(origin), number, location]
    return np.random.Generator(np.random.PCG64(key))


def forecasts(
    forecaster: Forecaster, known: Sequence[Observations], origin: np.datetime64, horizons: Sequence[int], seed: int
) -> Iterator[tuple[str, Floats]]:
    """Forecasts of all models from one origin, ours first.

    Parameters
    ----------
    forecaster : Forecaster
        Our model.
    known : sequence of Observations
        Usable weeks of the maps up to the origin.
    origin : datetime64[D]
        Last day known to the forecasts.
    horizons : sequence of int
        Weeks that are summed.
    seed : int
        Of the benchmarks.

    Yields
    ------
    tuple of str and float64[M, sectors + 1, horizons]
        Model and samples, km2, the total last.

    Raises
    ------
    ObservationError
        If a benchmark cannot use the past; it names the file, the origin and the location.
    """
    yield OURS, forecaster.forecast(known, horizons, week_number(origin))
    series = with_first_map(np.column_stack([known[0].net, known[0].total]))
    for number, (model, rule) in enumerate((BENCHMARKS | REFERENCE).items()):
        samples = np.empty((SAMPLES, series.shape[1], len(horizons)))
        for location, past in enumerate(series.T):
            rng = benchmark_rng(seed, origin, number, location)
            try:
                samples[:, location] = rule(past, horizons, SAMPLES, rng)
            except ObservationError as error:
                where = f"{known[0].name}, origin {origin}, {[*known[0].locations, TOTAL][location]}"
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
        sums = samples[:, :, k].T
        results.scores.extend(score_rows(origin, locations, horizon, model, sums, truth[k], ties))
        results.quantiles.extend(quantile_rows(origin, locations, horizon, model, sums, truth[k]))
        results.events.extend(event_forecasts(known, origin, horizon, model, sums[-1], float(truth[k, -1])))
        if len(locations) > 1:
            sectors = samples[:ENERGY_SAMPLES, :-1, k]
            results.scores.extend(vector_rows(origin, horizon, model, sectors, truth[k, :-1]))
