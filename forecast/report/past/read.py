"""A finished hindcast as its folder has it: fans, truth and scores of the total."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow.parquet as pq

from forecast.errors import ResultError
from forecast.store.columns import reading

NAME = "hindcast.json"
TARGET, TOTAL, OURS = "cum_net_km2", "total", "frontcast"
BENCHMARKS = ("persistence", "climatology_52", "climatology_104", "recent_13", "local_level", "arma_11")
KEYS = {"experiment", "observations", "origins", "horizons", "in_sample"}

Row = dict[str, Any]


class Mean(NamedTuple):
    """Mean of a score over n origins with its error; both NaN where not known."""

    value: float
    se: float
    n: int
    windows: int


class Ratio(NamedTuple):
    """Our mean CRPS over another's, with the ends of its 80% interval, NaN where there is none."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Hindcast:
    """fans: quantile by level, by model, origin and horizon. truth: km2 by origin and horizon, known ones only."""

    path: Path
    record: dict[str, Any]
    origins: list[date]
    horizons: list[int]
    fans: dict[tuple[str, date, int], dict[float, float]]
    truth: dict[tuple[date, int], float]
    means: dict[tuple[str, str, int], Mean]
    ratios: dict[tuple[str, int], Ratio]

    @property
    def file(self) -> str:
        """Name of the file that was forecast and scored."""
        return str(self.record["observations"][0]["file"])

    @property
    def in_sample(self) -> bool:
        """Whether a posterior that knows what came was used."""
        return bool(self.record["in_sample"])

    def scored(self, horizon: int) -> bool:
        """Whether any truth at this horizon is known."""
        return ("crps", OURS, horizon) in self.means

    def best(self, horizon: int) -> str | None:
        """The benchmark with the lowest mean CRPS."""
        known = [name for name in BENCHMARKS if ("crps", name, horizon) in self.means]
        return min(known, key=lambda name: self.means["crps", name, horizon].value, default=None)


def read_hindcast(folder: Path) -> Hindcast:
    """Raises ResultError if it is not a finished hindcast or a file of it cannot be read."""
    record = _record(folder)
    quantiles = _rows(folder, "quantiles.parquet")
    fans: dict[tuple[str, date, int], dict[float, float]] = {}
    truth: dict[tuple[date, int], float] = {}
    for row in quantiles:
        place = row["origin_date"], row["horizon"]
        fans.setdefault((row["model"], *place), {})[round(row["level"], 6)] = row["value"]
        if row["observation"] is not None:
            truth[place] = row["observation"]
    means = {
        (row["score"], row["model"], row["horizon"]): Mean(
            _number(row["value"]), _number(row["se"]), row["n"], row["windows"]
        )
        for row in _rows(folder, "mean_scores.parquet")
    }
    ratios = {
        (row["against"], row["horizon"]): Ratio(*(_number(row[name]) for name in ("ratio", "low80", "high80")))
        for row in _rows(folder, "skill.parquet")
        if row["score"] == "crps" and row["model"] == OURS
    }
    origins = sorted({origin for _, origin, _ in fans})
    if not origins or not means:
        raise ResultError.of(str(folder), "holds no scored forecast of the total; make the hindcast again")
    return Hindcast(folder, record, origins, sorted({h for _, _, h in fans}), fans, truth, means, ratios)


def _record(folder: Path) -> dict[str, Any]:
    path = folder / NAME
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ResultError.of(str(folder), "is no finished hindcast; `forecast hindcast` makes one") from None
    except (OSError, ValueError):
        raise ResultError.of(str(path), "cannot be read; make the hindcast again") from None
    if not isinstance(found, dict) or not set(found) >= KEYS or not found["observations"]:
        raise ResultError.of(str(path), "is not the record of a hindcast; make it again")
    return found


def _rows(folder: Path, name: str) -> list[Row]:
    with reading(folder / name):
        rows: list[Row] = pq.read_table(folder / name).to_pylist()
    return [row for row in rows if row["target"] == TARGET and row["location"] == TOTAL]


def _number(value: float | None) -> float:
    return float("nan") if value is None else float(value)
