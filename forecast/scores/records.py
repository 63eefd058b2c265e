"""Names and rows of scored forecasts. Each row is a named tuple, and its fields have the names of files and JSON.

An origin is the last day that a forecast knows; the truth is what was observed later. Fields that several rows have:

    origin_date      the origin
    target_end_date  last day of the weeks that are summed
    target           what is forecast: the net gain, summed over the weeks of the horizon
    location         a sector id, `total`, or `sectors` for the scores of the vector of all sectors
    horizon          weeks after the origin that are summed
    model            `frontcast`, `frontcast_<branch>`, one of BENCHMARKS, or a reference model
    n                number of origins
    windows          how many periods of `horizon` weeks fit into the weeks of all forecasts

An unknown number is NaN in a row, and null in files and JSON.
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
    """One score of one forecast whose truth is known; n is always 1.

    Only the row of a scored run has the Monte Carlo standard error `mcse` and the number of `members`, its samples.
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
    """One quantile of one forecast, interpolated linearly between samples.

    `level` is 0 .. 1, `value` and `observation` (the truth) are in km2. For `mcse` and `members` see ScoreRow.
    """

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
    """Mean of one score over n origins. `se` is its standard error by block bootstrap, NaN if windows is 1."""

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
    """Mean score of `model` divided by the mean score of `against`, another model, at the same origins.

    A ratio below 1 means that `model` is better. low80 .. high80 and low95 .. high95 are its 80% and 95% intervals.
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
