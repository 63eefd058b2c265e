"""Scores stored forecasts and benchmarks with what one map showed after week 0.

Week 0 of the study is a Friday, and weeks of the maps end on Saturdays: the nearest week of the map stands for week 0,
as in `forecast score`. One origin: the scores are a record, and say nothing about skill.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from forecast.hindcast.benchmarks import BENCHMARKS, REFERENCE, SAMPLES, Rule
from forecast.hindcast.rolling import benchmark_rng, with_first_map
from forecast.hindcast.run_score.observed import gained, week_zero
from forecast.observations.cleaning import usable
from forecast.observations.series import Floats, Observations
from forecast.scores.univariate import crps
from studies.record.stored_forecast import LEVELS, StoredForecast

HORIZONS = (1, 4, 13, 26, 49)
SEED = 20241220
RULES: dict[str, Rule] = BENCHMARKS | REFERENCE
RECENT = 4
PACE_WEEKS = 13


class Scored(NamedTuple):
    """One forecast of one week, compared with what was observed. All values in km2."""

    model: str
    week: int
    crps: float
    median: float
    low: float
    high: float
    observed: float

    @property
    def inside(self) -> bool:
        """Whether the observed gain lies in the middle 80% of the forecast."""
        return self.low <= self.observed <= self.high

    @property
    def side(self) -> str:
        """Where the observed gain lies: `in`, or `below` or `above` the middle 80%."""
        return "in" if self.inside else ("below" if self.observed < self.low else "above")


class MapRecord(NamedTuple):
    """The record on one map.

    Attributes
    ----------
    name : str
        Name of the map.
    end : str
        Last day of the last week that is scored.
    before, after : float
        Mean net gain a week in the four weeks up to the last week that the state knows, and in the 13 weeks after
        week 0, km2.
    observed : dict of int to float
        Net gain since week 0 by week.
    versions : dict of str to list of Scored
        Stored forecasts by label.
    benchmarks : dict of str to list of Scored
        Benchmarks and reference models that know the map up to week 0.
    same_cut : dict of str to list of Scored
        The same that know it up to the last week of the first version's state.
    """

    name: str
    end: str
    before: float
    after: float
    observed: dict[int, float]
    versions: dict[str, list[Scored]]
    benchmarks: dict[str, list[Scored]]
    same_cut: dict[str, list[Scored]]


def score_map(
    name: str, record: Observations, forecasts: Sequence[StoredForecast], rules: Mapping[str, Rule] = RULES
) -> MapRecord:
    """Score all forecasts with one map. All forecasts have the same week 0.

    Parameters
    ----------
    name : str
        Name of the map.
    record : Observations
        The whole record of the map.
    forecasts : sequence of StoredForecast
        At least one.
    rules : mapping of Rule
        Benchmarks and reference models by name.
    """
    week_0 = week_zero(record, date.fromisoformat(forecasts[0].week_0))
    cut = np.datetime64(forecasts[0].state_until, "D")
    sums = gained(record, week_0, HORIZONS)
    weeks = [week for week, value in zip(HORIZONS, sums, strict=True) if not np.isnan(value)]
    observed = {week: float(value) for week, value in zip(HORIZONS, sums, strict=True) if week in weeks}
    versions = {
        each.label: [_scored(each.label, week, each.km2[week], observed[week]) for week in weeks] for each in forecasts
    }
    return MapRecord(
        name,
        str(week_0 + 7 * max(weeks)),
        float(np.nanmean(record.until(cut).total[-RECENT:])),
        float(gained(record, week_0, [PACE_WEEKS])[0]) / PACE_WEEKS,
        observed,
        versions,
        dict(_benchmarks(record, week_0, 0, observed, rules)),
        dict(_benchmarks(record, cut, int((week_0 - cut).astype(int)) // 7, observed, rules)),
    )


def _benchmarks(
    record: Observations,
    known_until: np.datetime64,
    skipped: int,
    observed: dict[int, float],
    rules: Mapping[str, Rule],
) -> Iterator[tuple[str, list[Scored]]]:
    """Yield the scores of every rule that knows the map up to `known_until`, `skipped` weeks before week 0.

    A rule forecasts one path for all horizons. So the gain since week 0 is the sum up to the week minus the sum up to
    week 0.
    """
    past = with_first_map(usable(record.until(known_until)).total)
    horizons = [*([skipped] if skipped else []), *(skipped + week for week in observed)]
    for number, (model, rule) in enumerate(rules.items()):
        sums = rule(past, horizons, SAMPLES, benchmark_rng(SEED, known_until, number, 0))
        gains = sums[:, 1:] - sums[:, :1] if skipped else sums
        yield model, [_scored(model, week, gains[:, k], truth) for k, (week, truth) in enumerate(observed.items())]


def _scored(model: str, week: int, values: Floats, truth: float) -> Scored:
    """Score samples of a benchmark, or the quantiles of a stored forecast."""
    if len(values) == len(LEVELS):
        score = quantile_crps(values, truth)
        low, median, high = (float(np.interp(level, LEVELS, values)) for level in (0.1, 0.5, 0.9))
    else:
        score = float(crps(values, truth))
        low, median, high = (float(value) for value in np.quantile(values, (0.1, 0.5, 0.9)))
    return Scored(model, week, score, median, low, high, truth)


def quantile_crps(values: Floats, truth: float) -> float:
    """Compute the CRPS of the distribution with equal shares at `values`, float64[k], the quantiles at (i - 1/2)/k."""
    k = len(values)
    spread = float(np.sum((2.0 * np.arange(1, k + 1) - k - 1.0) * np.sort(values))) / k**2
    return float(np.abs(values - truth).mean()) - spread


def best_benchmark(models: dict[str, list[Scored]], week: int) -> Scored:
    """Return the score of the benchmark with the lowest CRPS at a week, chosen with hindsight."""
    scores = [row for name in BENCHMARKS if name in models for row in models[name] if row.week == week]
    return min(scores, key=lambda row: row.crps)
