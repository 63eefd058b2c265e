"""Writes observations to a tidy CSV or Parquet file, whose bytes depend only on the values."""

import csv
import io
import math
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from forecast.observations.cells import TOTAL
from forecast.observations.read import ABROAD, LOSSES, NEEDED, TARGET
from forecast.observations.series import Observations, WeeklySeries
from forecast.store.atomic import put_bytes, writing

_DIGITS = 6  # a square metre is the last


TidyRow = tuple[date, str, str, float | None]


def write_observations(obs: Observations, path: Path, further: Sequence[WeeklySeries] = (), side: str = "") -> None:
    """Write every week and location, and the total, in sorted order. A missing value is an empty field or null.

    An existing file is replaced in one step.

    Parameters
    ----------
    obs : Observations
        Weekly gains.
    path : Path
        File to write. Its name ends in .csv or .parquet.
    further : sequence of WeeklySeries
        Weekly series of other quantities than the front.
    side : str
        Id of the side whose losses are claimed, written as their location.
    """
    rows = _front_rows(obs) + [row for series in further for row in _further_rows(series, side)]
    data = _parquet(rows) if path.suffix.lower() == ".parquet" else _csv(rows)
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    put_bytes(path, data, path.parent, sync=False)


def _front_rows(obs: Observations) -> list[TidyRow]:
    rows: list[TidyRow] = []
    for t, week in enumerate(obs.weeks.astype(object)):
        values = dict(zip(obs.locations, obs.net[t].tolist(), strict=True)) | {TOTAL: float(obs.total[t])}
        rows.extend((week, TARGET, location, _rounded(values[location])) for location in sorted(values))
    return rows


def _further_rows(series: WeeklySeries, side: str) -> list[TidyRow]:
    location = side if series.target == LOSSES else ABROAD
    weeks = series.weeks.astype(object)
    return [(week, series.target, location, _rounded(value)) for week, value in zip(weeks, series.values, strict=True)]


def _rounded(value: float) -> float | None:
    return None if math.isnan(value) else round(float(value), _DIGITS) + 0.0


def _csv(rows: list[TidyRow]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(NEEDED)
    writer.writerows(
        (week, target, location, "" if value is None else repr(value)) for week, target, location, value in rows
    )
    return text.getvalue().encode()


def _parquet(rows: list[TidyRow]) -> bytes:
    import pyarrow as pa

    from forecast.store.arrow import list_to_arrow, schema_of
    from forecast.store.parquet import table_bytes
    from forecast.store.registry import Variable

    variables = (
        Variable("target_end_date", "1", "last day of the week", "date", "summary"),
        Variable("target", "1", "what is observed", "text", "summary"),
        Variable("location", "1", "id of a sector, or total", "text", "summary"),
        Variable("observation", *_unit_and_name(rows), "estimate", "summary", nullable=True),
    )
    lists: list[list[Any]] = [list(column) for column in zip(*rows, strict=True)]
    schema = schema_of(variables)
    arrays = [list_to_arrow(values, field.type) for values, field in zip(lists, schema, strict=True)]
    return table_bytes(pa.Table.from_arrays(arrays, schema=schema), variables)


def _unit_and_name(rows: list[TidyRow]) -> tuple[str, str]:
    """Return the unit and the long name of the observations."""
    if all(row[1] == TARGET for row in rows):
        return "km2", "net gain of the attacker in the week"
    return "1", "the target's value: net gain in the week and salient in km2, claimed losses in persons"
