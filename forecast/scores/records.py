"""Names and rows of scored forecasts: by origin, as quantiles, and over all origins. Plain named tuples, one a row.

The names are those of the contract. location: a sector id, `total`, or `sectors` for the scores of the whole vector.
horizon: weeks. model: `frontcast`, `frontcast_*`, one of BENCHMARKS, or a reference model. Unknown numbers are NaN
here, and null in files and JSON.
"""

import math
from datetime import date
from typing import NamedTuple

TARGET = "cum_net_km2"
TOTAL = "total"
VECTOR = "sectors"
OURS = "frontcast"
BENCHMARKS = ("persistence", "climatology_52", "climatology_104", "recent_13", "local_level", "arma_11")
QUANTILES = (0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975)


class ScoreRow(NamedTuple):
    """One score of one forecast whose truth is known.

    A scored run also has the Monte Carlo standard error `mcse` and the number of `members`. n: origins, always 1.
    """

    origin_date: date
    target_end_date: date
    target: str
    location: str
    horizon: int
    model: str
    score: str
    value: float
    mcse: float = math.nan
    n: int = 1
    members: int = 0


class QuantileRow(NamedTuple):
    """One quantile of one forecast (linear between samples) with the truth or NaN; mcse, members: as in ScoreRow."""

    origin_date: date
    target_end_date: date
    target: str
    location: str
    horizon: int
    model: str
    level: float
    value: float
    observation: float
    mcse: float = math.nan
    members: int = 0


class MeanRow(NamedTuple):
    """Mean of one score over n origins; se: standard error by block bootstrap, NaN if all forecasts share weeks."""

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
    """Mean score of `model` divided by that of `against` at the same origins, with intervals as in `skill`.

    A ratio below 1 is better.
    """

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
