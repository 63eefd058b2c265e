"""What is scored: every branch of the run, and the benchmarks from the rows up to week 0."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from forecast.analysis.estimates import Clusters, Floats
from forecast.analysis.members import Members
from forecast.hindcast.benchmarks import BENCHMARKS, REFERENCE, SAMPLES
from forecast.hindcast.rolling import BENCHMARK_CHANNEL, week_number
from forecast.hindcast.run_score.observed import Observed
from forecast.observations.cleaning import usable
from forecast.scores.records import OURS

LEAST_WEEKS = 26
COLUMN = "net_km2_w"
WEEKS = (4, 13, 26, 52, 104)


class Forecast(NamedTuple):
    """Samples of one model, f64[M] by week, and what of them is independent."""

    model: str
    samples: dict[int, Floats]
    clusters: Clusters


def weeks_of(members: Members) -> list[int]:
    """Weeks at which the run has the net gain."""
    return [week for week in WEEKS if f"{COLUMN}{week}" in members.variables]


def model_of(branch: str) -> str:
    """Name of a branch as a forecaster."""
    return f"{OURS}_{branch}"


def branches(members: Members, weeks: list[int]) -> Iterator[Forecast]:
    """Every branch, the reference first."""
    for branch in (members.reference, *members.others):
        samples = {week: members.values(branch, f"{COLUMN}{week}") for week in weeks}
        yield Forecast(model_of(branch), samples, members.clusters)


def enough(found: Observed) -> bool:
    """Whether the record has a past that benchmarks can use."""
    known = found.known()
    return len(known.weeks) > 0 and int((~np.isnan(usable(known).total)).sum()) >= LEAST_WEEKS


def benchmarks(found: Observed, seed: int) -> Iterator[Forecast]:
    """Benchmarks and reference models from the total up to week 0, as in a hindcast; none where `enough` is not so."""
    if not enough(found):
        return
    # a record of n weekly maps holds n - 1 changes: the first map shows none
    past = np.concatenate([[np.nan], usable(found.known()).total])
    clusters = Clusters(np.arange(SAMPLES))
    for number, (model, rule) in enumerate((BENCHMARKS | REFERENCE).items()):
        key = [seed, BENCHMARK_CHANNEL, week_number(found.origin), number, 0]
        samples = rule(past, found.weeks, SAMPLES, np.random.Generator(np.random.PCG64(key)))
        yield Forecast(model, dict(zip(found.weeks, samples.T, strict=True)), clusters)
