"""Reading finished hindcasts: forecasts, observed gains (truth) and scores of the whole front.

An origin is the date of a forecast, a horizon the number of weeks ahead.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow.parquet as pq

from forecast.errors import ResultError
from forecast.scores.records import BENCHMARKS, OURS, TARGET, TOTAL
from forecast.store.atomic import FileEntry
from forecast.store.columns import reading
from forecast.store.integrity import SealedFiles
from forecast.store.plain_files import read_plain
from forecast.store.sealed_json import read_sealed

NAME = "hindcast.json"
PARENT = "hindcasts"
KEYS = {"experiment", "observations", "origins", "horizons", "in_sample", "files"}


class MeanScore(NamedTuple):
    """Mean of a score over n origins, and its standard error; NaN where unknown.

    windows: how many of the n forecasts can be chosen so that no two share a week.
    """

    value: float
    se: float
    n: int
    windows: int


class CrpsRatio(NamedTuple):
    """Our mean CRPS divided by another model's, with the ends of its 80% interval; NaN if unknown."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Hindcast:
    """The results of one hindcast for the whole front.

    Attributes
    ----------
    path : Path
        Folder of the hindcast.
    record : dict
        Content of hindcast.json.
    origins, horizons : list
        Dates of the forecasts, and weeks ahead.
    fans : dict
        Quantiles of the net gain (km2) by level, for each model, origin and horizon.
    truth : dict
        Observed net gain (km2) by origin and horizon, where it is known.
    means : dict
        Mean scores by score, model and horizon.
    ratios : dict
        CRPS ratio by benchmark and horizon.
    """

    path: Path
    record: dict[str, Any]
    origins: list[date]
    horizons: list[int]
    fans: dict[tuple[str, date, int], dict[float, float]]
    truth: dict[tuple[date, int], float]
    means: dict[tuple[str, str, int], MeanScore]
    ratios: dict[tuple[str, int], CrpsRatio]

    @property
    def file(self) -> str:
        """Name of the observation file that was forecast."""
        return str(self.record["observations"][0]["file"])

    @property
    def in_sample(self) -> bool:
        """Whether the forecasts used a posterior that was fitted to later weeks too."""
        return bool(self.record["in_sample"])

    def scored(self, horizon: int) -> bool:
        """Whether any truth at this horizon is known."""
        return ("crps", OURS, horizon) in self.means

    def best(self, horizon: int) -> str | None:
        """The benchmark with the lowest mean CRPS at this horizon, None if none is scored."""
        scored = [name for name in BENCHMARKS if ("crps", name, horizon) in self.means]
        return min(scored, key=lambda name: self.means["crps", name, horizon].value, default=None)


def read_hindcast(folder: Path) -> Hindcast:
    """Read the hindcast in a folder.

    Raises
    ------
    ResultError
        If the folder is not a finished hindcast or a file of it cannot be read.
    """
    hindcast = _read(folder)
    if hindcast is None:
        raise ResultError.of(str(folder), "holds no scored forecast of the total; run `forecast hindcast` again")
    return hindcast


def _read(folder: Path) -> Hindcast | None:
    """Read a hindcast; None if it holds no scored forecast of the total. Raises ResultError."""
    record = _read_record(folder)
    files = SealedFiles(folder, record["files"])
    fans: dict[tuple[str, date, int], dict[float, float]] = {}
    truth: dict[tuple[date, int], float] = {}
    for row in _read_rows(files, "quantiles.parquet"):
        forecast = row["origin_date"], row["horizon"]
        fans.setdefault((row["model"], *forecast), {})[round(row["level"], 6)] = row["value"]
        if row["observation"] is not None:
            truth[forecast] = row["observation"]
    means = {
        (row["score"], row["model"], row["horizon"]): MeanScore(
            _nan_if_none(row["value"]), _nan_if_none(row["se"]), row["n"], row["windows"]
        )
        for row in _read_rows(files, "mean_scores.parquet")
    }
    ratios = {
        (row["against"], row["horizon"]): CrpsRatio(*(_nan_if_none(row[name]) for name in ("ratio", "low80", "high80")))
        for row in _read_rows(files, "skill.parquet")
        if row["score"] == "crps" and row["model"] == OURS
    }
    origins = sorted({origin for _, origin, _ in fans})
    if not origins or not means:
        return None
    return Hindcast(folder, record, origins, sorted({h for _, _, h in fans}), fans, truth, means, ratios)


def read_hindcasts(folders: Sequence[Path]) -> list[Hindcast]:
    """Read the newest hindcast of each observation file. A folder is a hindcast or holds several.

    Raises
    ------
    ResultError
        If a folder holds no finished hindcast, or one that cannot be read.
    """
    hindcasts: list[Hindcast] = []
    for folder in folders:
        inside = [folder] if (folder / NAME).is_file() else _hindcast_folders(folder)
        if not inside:
            raise ResultError.of(str(folder), "holds no finished hindcast; make one with `forecast hindcast`")
        hindcasts.extend(read_hindcast(path) for path in inside)
    return _newest(hindcasts)


def hindcasts_beside(run: Path) -> list[Hindcast]:
    """Read the newest hindcast of each observation file in `hindcasts/` beside a run; leave out unscored ones.

    Raises
    ------
    ResultError
        If one is damaged. The message names the file.
    """
    folders = _hindcast_folders(run.resolve().parent / PARENT)
    return _newest([hindcast for folder in folders if (hindcast := _read(folder)) is not None])


def _newest(hindcasts: Sequence[Hindcast]) -> list[Hindcast]:
    newest = {hindcast.file: hindcast for hindcast in sorted(hindcasts, key=lambda h: h.path.name)}
    return [newest[file] for file in sorted(newest, key=str.lower)]


def _hindcast_folders(folder: Path) -> list[Path]:
    return sorted(path.parent for path in folder.glob(f"*/{NAME}"))


def _read_record(folder: Path) -> dict[str, Any]:
    path = folder / NAME
    try:
        record = read_sealed(read_plain(path))
    except FileNotFoundError:
        raise ResultError.of(str(folder), "is not a finished hindcast; make one with `forecast hindcast`") from None
    except (OSError, ValueError) as problem:
        reason = f"cannot be read ({getattr(problem, 'strerror', None) or problem})"
        raise ResultError.of(str(path), f"{reason}; run `forecast hindcast` again, or remove the folder") from None
    if not set(record) >= KEYS or not record["observations"]:
        raise ResultError.of(str(path), "is not the record of a hindcast; run `forecast hindcast` again")
    record["files"] = [FileEntry(item["path"], item["rows"], item["sha256"]) for item in record["files"]]
    return record


def _read_rows(files: SealedFiles, name: str) -> list[dict[str, Any]]:
    path = files.require(name)
    with reading(path):
        rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    return [row for row in rows if row["target"] == TARGET and row["location"] == TOTAL]


def _nan_if_none(value: float | None) -> float:
    return float("nan") if value is None else float(value)
