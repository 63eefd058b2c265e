"""The fan of the front in the reference branch, and what came, at the weeks of the record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from forecast.analysis.histograms import Histogram
from forecast.report.known_war import Course, known_war
from forecast.report.material import Material
from forecast_kernels.layout import series as layout

LAST_WEEK = 52
LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9


class Band(NamedTuple):
    """Median and ends of the 80% band of a net gain, km2."""

    middle: float
    low: float
    high: float


@dataclass(frozen=True)
class FanCourse:
    """What came, and what was forecast, in km2 since week 0.

    Attributes
    ----------
    origin : date
        Week 0.
    known : Course
        The record, with its sources.
    observed : dict of str to dict of int to float
        Net gain by map and week, the weeks in order and within the run.
    run, earlier : dict of int to Band
        The run and the earlier forecast at the same weeks.
    """

    origin: date
    known: Course
    observed: dict[str, dict[int, float]]
    run: dict[int, Band]
    earlier: dict[int, Band]


def fan_course(material: Material) -> FanCourse | None:
    """Collect the numbers; None for a baseline without a record, or a run that ends before its second week."""
    known = known_war(material.experiment.baseline)
    if known is None or known.course is None:
        return None
    course = known.course
    in_run = {int(week) for week in material.weeks if week <= LAST_WEEK}
    weeks = [week for week in sorted(course.earlier.km2) if week in in_run]
    if len(weeks) < 2:
        return None
    observed = {name: {week: seen[week] for week in weeks} for name, seen in course.observed.items()}
    histograms = gains(material, weeks)
    run = {week: Band(*(histograms[week].quantile(level).value for level in (MIDDLE, LOW, HIGH))) for week in weeks}
    return FanCourse(
        material.experiment.baseline.date,
        course,
        observed,
        run,
        {week: Band(*course.earlier.km2[week]) for week in weeks},
    )


def gains(material: Material, weeks: Sequence[int]) -> dict[int, Histogram]:
    """Read the histograms of the net gain in the reference branch, by week."""
    counts = material.series["net_km2_count"].sel(branch=material.members.reference)
    chosen = np.flatnonzero(np.isin(material.weeks, weeks))
    table = np.asarray(counts.isel(time=chosen).transpose("time", "bin").values)
    edges, draws = layout.edges(layout.SERIES[layout.NET]), material.members.manifest.draws
    return {int(material.weeks[k]): Histogram.of(row, edges, draws) for k, row in zip(chosen, table, strict=True)}
