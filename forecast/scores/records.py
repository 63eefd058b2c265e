"""Rows of a hindcast's results: by origin, as quantiles, and over all origins. Plain named tuples, one a row.

Contract: target `cum_net_km2`; location a sector id, `total`, or `sectors` for the scores of the whole vector; horizon
in weeks; model `frontcast`, `frontcast_*`, one of `BENCHMARKS` or a reference model. Numbers not known are NaN here and
null in files and JSON.
"""

from datetime import date
from typing import NamedTuple

TARGET = "cum_net_km2"
TOTAL = "total"
VECTOR = "sectors"
OURS = "frontcast"
BENCHMARKS = ("persistence", "climatology_52", "climatology_104", "recent_13", "local_level", "arma_11")
QUANTILES = (0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975)


class ScoreRow(NamedTuple):
    """One score of one forecast. Only forecasts whose truth is known have one."""

    origin_date: date
    target_end_date: date
    target: str
    location: str
    horizon: int
    model: str
    score: str
    value: float


class QuantileRow(NamedTuple):
    """One quantile of one forecast (linear between samples), with the truth or NaN."""

    origin_date: date
    target_end_date: date
    target: str
    location: str
    horizon: int
    model: str
    level: float
    value: float
    observation: float


class MeanRow(NamedTuple):
    """Mean of one score over n origins; se: block bootstrap, NaN where no two windows are apart."""

    target: str
    location: str
    horizon: int
    model: str
    score: str
    value: float
    se: float
    n: int
    windows: int


class SkillRow(NamedTuple):
    """Mean score of `model` over that of `against` at the same origins, below 1 is better; intervals as in `skill`."""

    target: str
    location: str
    horizon: int
    model: str
    against: str
    score: str
    ratio: float
    low80: float
    high80: float
    low95: float
    high95: float
    n: int
    windows: int
