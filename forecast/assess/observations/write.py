"""Writing observations as a tidy file, CSV or Parquet, whose bytes depend on the values only."""

import csv
import io
import math
from datetime import date
from pathlib import Path
from typing import Any

from forecast.assess.observations.cells import TOTAL
from forecast.assess.observations.read import NEEDED, TARGET
from forecast.assess.observations.series import Observations
from forecast.store.atomic import put_bytes, writing

_DIGITS = 6  # a square metre is the last


def write_observations(obs: Observations, path: Path) -> None:
    """Write every week and location, sorted, the total too; a missing value is an empty field or null.

    `path` ends in .csv or .parquet. A file that is there is replaced, in one step. Raises RunError.
    """
    rows = _rows(obs)
    data = _parquet(rows) if path.suffix.lower() == ".parquet" else _csv(rows)
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    put_bytes(path, data, path.parent, sync=False)


def _rows(obs: Observations) -> list[tuple[date, str, float | None]]:
    rows: list[tuple[date, str, float | None]] = []
    for t, week in enumerate(obs.weeks.astype(object)):
        values = dict(zip(obs.locations, obs.net[t].tolist(), strict=True)) | {TOTAL: float(obs.total[t])}
        for location in sorted(values):
            value = values[location]
            rows.append((week, location, None if math.isnan(value) else round(value, _DIGITS) + 0.0))
    return rows


def _csv(rows: list[tuple[date, str, float | None]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(NEEDED)
    writer.writerows((week, TARGET, place, "" if value is None else repr(value)) for week, place, value in rows)
    return text.getvalue().encode()


def _parquet(rows: list[tuple[date, str, float | None]]) -> bytes:
    import pyarrow as pa

    from forecast.store.arrow import list_to_arrow
    from forecast.store.parquet import table_bytes
    from forecast.store.registry import Variable
    from forecast.store.types import schema_of

    variables = (
        Variable("target_end_date", "1", "last day of the week", "date", "summary"),
        Variable("target", "1", "what is observed", "text", "summary"),
        Variable("location", "1", "id of a sector, or total", "text", "summary"),
        Variable("observation", "km2", "net gain of the attacker in the week", "estimate", "summary", nullable=True),
    )
    lists: tuple[list[Any], ...] = (
        [row[0] for row in rows],
        [TARGET] * len(rows),
        [row[1] for row in rows],
        [row[2] for row in rows],
    )
    schema = schema_of(variables)
    arrays = [list_to_arrow(found, field.type) for found, field in zip(lists, schema, strict=True)]
    return table_bytes(pa.Table.from_arrays(arrays, schema=schema), variables)
