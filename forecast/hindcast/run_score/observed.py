"""Prepares what is compared in a scored run: its branches, the benchmarks, and what was observed after its week 0.

Week 0 is the week in which a run starts. A branch is one variant of the run. A week of the run is compared with the
nearest week of the map. Benchmarks are fitted to the weeks up to week 0.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from forecast.analysis.estimates import Clusters
from forecast.analysis.members import Members
from forecast.errors import ObservationError
from forecast.hindcast.benchmarks import BENCHMARKS, REFERENCE, SAMPLES
from forecast.hindcast.origins import observed_sums
from forecast.hindcast.rolling import benchmark_rng, with_first_map
from forecast.observations.cleaning import MIN_WEEKS, usable
from forecast.observations.series import Floats, Observations
from forecast.scores.records import OURS

COLUMN = "net_km2_w"
WEEKS = (4, 13, 26, 52, 104)


class Observed(NamedTuple):
    """What was observed after week 0 of a run.

    Attributes
    ----------
    record : Observations
        The whole file.
    origin : datetime64[D]
        Last day of the observed week that stands for week 0.
    weeks : list of int
        Weeks of the run that can be scored.
    sums : float64[weeks]
        Gain on the whole front by those weeks, km2.
    """

    record: Observations
    origin: np.datetime64
    weeks: list[int]
    sums: Floats

    def end(self, week: int) -> date:
        """Last day of the observed week that stands for `week` of the run."""
        return date.fromisoformat(str(self.origin + 7 * week))

    def known(self) -> Observations:
        """The record up to week 0."""
        return self.record.until(self.origin)


def observed_after(record: Observations, baseline: date, weeks: Sequence[int]) -> Observed:
    """Sum the observed total from week 0 to each week of the run that the record covers completely.

    A week of the run is compared with the nearest week of the record, which ends at most 3 days earlier or later.

    Parameters
    ----------
    record : Observations
        The file that is scored.
    baseline : date
        Date of week 0.
    weeks : sequence of int
        Weeks at which the run has outcomes, ascending.

    Raises
    ------
    ObservationError
        If no week can be scored; the message says what the file has and what is needed.
    """
    origin = week_zero(record, baseline)
    sums = gained(record, origin, weeks)
    known = np.flatnonzero(~np.isnan(sums))
    if not len(known):
        raise ObservationError.of(record.name, _lacking(record, origin, baseline, weeks[0]))
    return Observed(record, origin, [weeks[int(k)] for k in known], sums[known])


def week_zero(record: Observations, baseline: date) -> np.datetime64:
    """Return the last day of the week nearest to `baseline`, in steps of 7 days from the first week of the record.

    That week need not be in the record.
    """
    first = record.weeks[0].astype("datetime64[D]")
    days = int((np.datetime64(baseline, "D") - first).astype(np.int64))
    return np.datetime64(first + 7 * round(days / 7))


def gained(record: Observations, origin: np.datetime64, weeks: Sequence[int]) -> Floats:
    """Sum the net gain of side 1, the attacker, on the whole front in the weeks after an origin.

    Parameters
    ----------
    record : Observations
        What was observed.
    origin : datetime64[D]
        Last day before the first week.
    weeks : sequence of int
        Numbers of weeks that are summed.

    Returns
    -------
    float64[weeks]
        Sums, km2; NaN if one of the weeks is not in the record.
    """
    if record.weeks[0] > origin + 7:
        return np.full(len(weeks), np.nan)
    return np.asarray(observed_sums(record, origin, weeks)[:, -1])


def not_scored(observed: Observed, weeks: Sequence[int]) -> list[str]:
    """Make a line that names the weeks of the run which cannot be scored, and why; an empty list if there are none."""
    left = [week for week in weeks if week not in observed.weeks]
    if not left:
        return []
    record, end = observed.record, observed.origin + 7 * left[0]
    after = (record.weeks > observed.origin) & (record.weeks <= end) & np.isnan(record.total)
    reason = f"has no total for the week that ends on {record.weeks[after][0]}" if after.any() else "ends too early"
    named = ", ".join(f"w{week}" for week in left)
    return ["", f"Not scored: {named}; {record.name} {reason} (last week {record.weeks[-1]})"]


def _lacking(record: Observations, origin: np.datetime64, baseline: date, first: int) -> str:
    begin, end = origin + 7, origin + 7 * first
    need = f"a run from {baseline} is scored from its week {first} on, which needs every week from {begin} to {end}"
    if record.weeks[-1] < end:
        return f"ends on {record.weeks[-1]}; {need}"
    if record.weeks[0] > begin:
        return f"begins on {record.weeks[0]}; {need}"
    inside = (record.weeks >= begin) & (record.weeks <= end)
    missing = np.min(record.weeks[inside & np.isnan(record.total)])
    return f"has no total for the week that ends on {missing}; {need}"


class Forecast(NamedTuple):
    """Forecast of one model: samples float64[M] in km2 by week. Samples of different clusters are independent."""

    model: str
    samples: dict[int, Floats]
    clusters: Clusters


def weeks_of(members: Members) -> list[int]:
    """Return the weeks at which the run stores the net gain."""
    return [week for week in WEEKS if f"{COLUMN}{week}" in members.variables]


def model_of(branch: str) -> str:
    """Return the name of a branch as a forecaster."""
    return f"{OURS}_{branch}"


def branch_forecasts(members: Members, weeks: list[int]) -> Iterator[Forecast]:
    """Yield the forecast of every branch, the reference branch first."""
    for branch in (members.reference, *members.others):
        samples = {week: members.values(branch, f"{COLUMN}{week}") for week in weeks}
        yield Forecast(model_of(branch), samples, members.clusters)


def has_past(observed: Observed) -> bool:
    """Return whether the record has enough weeks up to week 0 for the benchmarks."""
    known = observed.known()
    return len(known.weeks) > 0 and int((~np.isnan(usable(known).total)).sum()) >= MIN_WEEKS


def benchmark_forecasts(observed: Observed, seed: int) -> Iterator[Forecast]:
    """Yield the forecasts of benchmarks and reference models, from the total up to week 0, as in a hindcast.

    Yields nothing unless `has_past`.
    """
    if not has_past(observed):
        return
    past = with_first_map(usable(observed.known()).total)
    clusters = Clusters(np.arange(SAMPLES))
    for number, (model, rule) in enumerate((BENCHMARKS | REFERENCE).items()):
        samples = rule(past, observed.weeks, SAMPLES, benchmark_rng(seed, observed.origin, number, 0))
        yield Forecast(model, dict(zip(observed.weeks, samples.T, strict=True)), clusters)
