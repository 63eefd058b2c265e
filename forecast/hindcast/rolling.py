"""Runs a hindcast: at every origin, our model and all benchmarks forecast from the same rows and are scored alike.

An origin is the last day that a forecast knows. The first map is forecast and scored.
"""

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
MIN_MAPS = MIN_WEEKS  # weekly maps that a record needs; there is one change fewer than maps
ENERGY_SAMPLES = 1000  # of the 2,000: all pairs are compared


class Results(NamedTuple):
    """Score rows, quantile rows and event forecasts of all origins, horizons, locations and models."""

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
    """Forecast and score the first map from every origin. Raises ObservationError if too few weeks precede one.

    Parameters
    ----------
    forecaster : Forecaster
        Our model.
    maps : sequence of Observations
        The first map is forecast and scored; the others are used only in the fit at each origin.
    origins : datetime64[D][origins]
        Last days known to the forecasts.
    horizons : sequence of int
        Numbers of weeks that are summed.
    seed : int
        Seed of the benchmarks and of the random part of the PIT.
    progress : callable
        Called after each origin with the number of origins done and the number of all origins.
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
    """Raise ObservationError if the benchmarks need more weeks than are known at the origin."""
    changes = len(known.weeks)
    if changes + 1 < MIN_MAPS:
        message = f"{changes} usable weeks up to the origin {origin}; at least {MIN_MAPS - 1} are needed"
        message += ", not counting those before a gain or loss of 1,000 km2"
        raise ObservationError.of(known.name, f"{message}, so begin with a later origin")


def week_number(origin: np.datetime64) -> int:
    """Return weeks since 1970, which number an origin: its random numbers do not depend on the other origins."""
    return int(origin.astype("datetime64[D]").astype(np.int64)) // 7


def with_first_map(changes: Floats) -> Floats:
    """Put a row of NaN before weekly changes float64[weeks, ...]: the first map of a record has no change."""
    return np.concatenate([np.full((1, *changes.shape[1:]), np.nan), changes])


def benchmark_rng(seed: int, origin: np.datetime64, number: int, location: int) -> np.random.Generator:
    """Make the random generator of one benchmark at one origin and location.

    Parameters
    ----------
    seed : int
        Seed of the design.
    origin : datetime64[D]
        Last day known to the forecast.
    number : int
        Index of the benchmark in BENCHMARKS, followed by REFERENCE.
    location : int
        Index of the location: sectors in order, then the total. A scored run uses 0.
    """
    key = [seed, BENCHMARK_CHANNEL, week_number(origin), number, location]
    return np.random.Generator(np.random.PCG64(key))


def forecasts(
    forecaster: Forecaster, known: Sequence[Observations], origin: np.datetime64, horizons: Sequence[int], seed: int
) -> Iterator[tuple[str, Floats]]:
    """Yield the forecasts of all models from one origin, ours first.

    Parameters
    ----------
    forecaster : Forecaster
        Our model.
    known : sequence of Observations
        Usable weeks of the maps up to the origin.
    origin : datetime64[D]
        Last day known to the forecasts.
    horizons : sequence of int
        Numbers of weeks that are summed.
    seed : int
        Seed of the benchmarks.

    Yields
    ------
    tuple of str and float64[M, sectors + 1, horizons]
        Name of the model and its samples in km2; the last entry of the second axis is the total.

    Raises
    ------
    ObservationError
        If a benchmark cannot forecast from the weeks before the origin. The message names the file, the origin and the
        location.
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
