"""Rows of a scored run and the folder that they are written to; the run itself is sealed and stays as it is."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from forecast.hindcast.folder import begin, seal
from forecast.scores.files import DATES, PLACE, QUANTILES, SCORE
from forecast.store.estimates import estimates_table, write_estimates
from forecast.store.parquet import write_table
from forecast.store.registry import Variable

NAME = "score.json"
PARENT = "scores"


class RunScoreRow(NamedTuple):
    """One score of one model at one horizon, with its Monte Carlo error from `members` samples; n origins: always 1."""

    origin_date: date
    target_end_date: date
    target: str
    location: str
    horizon: int
    model: str
    score: str
    value: float
    mcse: float
    n: int
    members: int


class RunQuantileRow(NamedTuple):
    """One quantile of one forecast with its Monte Carlo error, beside what was observed."""

    origin_date: date
    target_end_date: date
    target: str
    location: str
    horizon: int
    model: str
    level: float
    value: float
    observation: float
    mcse: float
    members: int


def _number(name: str, meaning: str) -> Variable:
    return Variable(name, "1", meaning, "estimate", "summary", nullable=True)


SAMPLES = Variable("members", "1", "samples of the forecast", "index", "summary")
COLUMNS = (
    *DATES,
    *PLACE,
    SCORE,
    _number("value", "the score, in its own unit (km2; coverage and pit without one)"),
    _number("mcse", "its Monte Carlo standard error; null for coverage, which is 0 or 1"),
    Variable("n", "1", "origins: one run is one forecast", "index", "summary"),
    SAMPLES,
)
QUANTILE_COLUMNS = (*QUANTILES, _number("mcse", "Monte Carlo standard error of the quantile, km2"), SAMPLES)


def write_run_score(
    parent: Path, rows: Sequence[RunScoreRow], quantiles: Sequence[RunQuantileRow], record: dict[str, Any]
) -> Path:
    """Write rows, quantiles and `score.json`, which is last, to a new folder `parent/<utc>-<hash>`. Raises RunError."""
    folder = begin(parent, str(record["config_hash"]))
    files = [
        *write_estimates(sorted(rows), COLUMNS, folder, "scores.parquet", "scores.csv"),
        write_table(
            estimates_table(sorted(quantiles), QUANTILE_COLUMNS), QUANTILE_COLUMNS, folder, "quantiles.parquet"
        ),
    ]
    seal(folder, NAME, record, files)
    return folder
