"""The rows of a hub's model output: targets of a run with their estimates, in the columns of hubverse."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal

import numpy as np
import pyarrow as pa

from forecast.analysis.members import Members
from forecast.analysis.targets import targets as summary_targets
from forecast.export.csv_tables import targets_in_words
from forecast.export.hub_samples import Samples
from forecast.export.locations import TOTAL, Location, locations
from forecast.store.reader import Run

Form = Literal["pmf", "centre", "cdf", "series"]
SERIES_WEEKS = (4, 13, 26, 52, 104, 260, 520)
"""Weeks of the weekly series that go into the hub; those within the run."""
SALIENT = "salient_km2_"
_BY_WEEK = re.compile(r"(?P<event>\w+)_by_w(?P<week>\d+)")
TASK_IDS = ("origin_date", "scenario_id", "location", "sector", "target", "horizon", "target_end_date")
COLUMNS = (*TASK_IDS, "output_type", "output_type_id", "value")
SCHEMA = pa.schema(
    [
        ("origin_date", pa.date32()),
        ("scenario_id", pa.string()),
        ("location", pa.string()),
        ("sector", pa.string()),
        ("target", pa.string()),
        ("horizon", pa.int32()),
        ("target_end_date", pa.date32()),
        ("output_type", pa.string()),
        ("output_type_id", pa.string()),
        ("value", pa.float64()),
    ]
)


@dataclass
class Target:
    """A target of the hub.

    form: pmf (yes or no), centre (mean, median, quantiles), cdf (by weeks), series (weekly, quantiles). horizons:
    weeks that it is for. places: where. levels: ids of its cdf. samples: members with a value of it, 0 for none.
    """

    name: str
    label: str
    unit: str
    form: Form
    discrete: bool
    horizons: tuple[int, ...]
    places: tuple[Location, ...]
    levels: tuple[int, ...] = ()
    samples: int = 0
    estimates: list[tuple[str, int, Location, str, str | None, float]] = field(default_factory=list)
    """Rows: branch, horizon, place, output type, its id, value."""


def hub_targets(members: Members, samples: Samples) -> list[Target]:
    """List the targets of a run with their estimates; those of `samples` say how many samples they have."""
    chosen = [*_summary_targets(members), *_series_targets(members.run)]
    sampled = {outcome.name for outcome in samples.outcomes}
    for target in chosen:
        target.samples = samples.count if target.name in sampled else 0
    return [target for target in chosen if target.estimates]


def output_tables(run: Run, chosen: list[Target], samples: Samples) -> Iterator[pa.Table]:
    """Yield the model output in pieces: the estimates, one row per value, then the samples of each branch.

    Parameters
    ----------
    run : Run
        The run.
    chosen : list of Target
        Targets with their estimates.
    samples : Samples
        The samples, which are read branch by branch.
    """
    rows = [
        (branch, place.location, place.sector, target.name, horizon, kind, key, value)
        for target in chosen
        for branch, horizon, place, kind, key, value in target.estimates
    ]
    origin = run.experiment.baseline.date
    columns: list[Sequence[Any]] = [[origin] * len(rows), *zip(*rows, strict=True)]
    columns.insert(6, [origin + timedelta(weeks=week) for week in columns[5]])
    yield pa.table([pa.array(c, f.type) for c, f in zip(columns, SCHEMA, strict=True)], schema=SCHEMA)
    place, ids = locations(run)[TOTAL], pa.array(samples.ids, pa.string())
    for branch, outcome, values in samples.read(run):
        end = origin + timedelta(weeks=outcome.horizon)
        same = (origin, branch, place.location, place.sector, outcome.name, outcome.horizon, end, "sample")
        fixed = [pa.repeat(pa.scalar(value, field.type), len(ids)) for value, field in zip(same, SCHEMA, strict=False)]
        yield pa.table([*fixed, ids, pa.array(values.astype(np.float64))], schema=SCHEMA)


def _summary_targets(members: Members) -> Iterator[Target]:
    """Yield the targets of `summary`, and the distributions over weeks that its probabilities by week give."""
    places = locations(members.run)
    words = {name: (unit, label) for name, unit, label in targets_in_words(members)}
    counted = {v.name for v in members.variables.values() if v.kind in ("week", "count")}
    yes_or_no = {target.name for target in summary_targets(members) if target.yes_or_no}
    made: dict[str, Target] = {}
    reached: dict[str, dict[int, dict[str, float]]] = {}
    frame = members.run.summary
    names = ("target", "horizon", "scenario_id", "output_type", "output_type_id", "value")
    for name, horizon, branch, kind, level, value in zip(*(frame[column].tolist() for column in names), strict=True):
        if value is None or value != value:  # no member has the outcome in this branch
            continue
        if name not in made:
            unit, label = words[name]
            form: Form = "pmf" if name in yes_or_no else "centre"
            place = places["salient" if name.startswith(SALIENT) else TOTAL]
            made[name] = Target(name, label, unit, form, name in counted, (horizon,), (place,))
        by_week = _BY_WEEK.fullmatch(name)
        if by_week and "_given_" not in name:
            reached.setdefault(by_week["event"], {}).setdefault(int(by_week["week"]), {})[branch] = value
        for key in _values(kind, level, value, name in yes_or_no):
            made[name].estimates.append((branch, horizon, made[name].places[0], *key))
    yield from made.values()
    for event, weeks in reached.items():
        if len(weeks) > 1:
            yield _cdf(event, weeks, places[TOTAL])


def _values(kind: str, level: str | None, value: float, yes_or_no: bool) -> list[tuple[str, str | None, float]]:
    """Turn a row of `summary` into output type, its id and value, one or two of them."""
    if yes_or_no:
        return [("pmf", "no", 1.0 - value), ("pmf", "yes", value)]
    if kind == "mean":
        return [("mean", None, value)]
    assert level is not None
    quantile = ("quantile", level, value)
    return [("median", None, value), quantile] if float(level) == 0.5 else [quantile]


def _cdf(event: str, weeks: dict[int, dict[str, float]], place: Location) -> Target:
    """Make the distribution of the week of an event from the probabilities that it comes by a week."""
    last = max(weeks)
    label = f"Week in which this comes: {event.replace('_', ' ')}; members without it lie above every level"
    made = Target(f"{event}_week_cdf", label, "weeks", "cdf", True, (last,), (place,), tuple(sorted(weeks)))
    for branch in weeks[last]:
        made.estimates += [(branch, last, place, "cdf", str(week), weeks[week][branch]) for week in made.levels]
    return made


def _series_targets(run: Run) -> Iterator[Target]:
    """Yield the weekly series of the whole front and of the sectors, at some weeks."""
    places = locations(run)
    with run.timeseries as dataset:
        grid = dataset["week"].values
        weeks = tuple(week for week in SERIES_WEEKS if week in grid)
        at = np.array([int(np.flatnonzero(grid == week)[0]) for week in weeks], dtype=np.int64)
        for variable in dataset.data_vars:
            array = dataset[variable]
            if "quantile" not in array.dims or not weeks:
                continue
            by_sector = "sector" in array.dims
            sectors = [str(s) for s in dataset["sector"].values] if by_sector else [TOTAL]
            dims = ("branch", *(("sector",) if by_sector else ()), "quantile", "time")
            values = array.isel(time=at).transpose(*dims).values
            values = values if by_sector else values[:, np.newaxis]
            chosen = tuple(places[sector] for sector in sectors)
            name = f"weekly_{str(variable).removeprefix('weekly_')}"
            label, unit = str(array.attrs["long_name"]), run.manifest.units.get(str(variable), "1")
            made = Target(name, label, unit, "series", False, weeks, chosen)
            levels = [f"{level:g}" for level in dataset["quantile"].values]
            for (b, s, q, w), value in np.ndenumerate(values):
                if np.isfinite(value):
                    branch = run.manifest.branches[b]
                    made.estimates.append((branch, weeks[w], chosen[s], "quantile", levels[q], float(value)))
            yield made
