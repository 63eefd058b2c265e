"""Weekly series stored as histograms `hist[G, NSER + S, BINS]` and regime counts `regimes[G, NREG]`, both uint32.

G is the number of grid weeks: every week to week 104, then every 13th week to the horizon, week 0 included.
The bin of a value x is floor((f(x) - f(low)) * BINS / (f(high) - f(low))), limited to 0 .. BINS - 1. Here f(x) is
asinh(x / scale), or x if scale is 0. NSER is the number of series, S of sectors, NREG of regimes.
"""

import math
from decimal import Context, Decimal
from typing import NamedTuple

EXACT = Context(prec=40)
"""asinh and sinh of C libraries differ in the last digit; this arithmetic is the same everywhere."""

BINS = 256
DENSE_WEEKS = 104
SPARSE_STEP = 13


class Series(NamedTuple):
    """A quantity x that is stored as histograms.

    `low` and `high` are the ends of its bins, in the unit of x, not of f(x). `scale` is the scale of asinh in f, or 0
    for linear bins.
    """

    name: str
    unit: str
    meaning: str
    scale: float
    low: float
    high: float


NET, WEEKLY, HELD, SALIENT, FORCE_0, FORCE_1, FIRES, SUPPLY, LOSSES_0, LOSSES_1 = range(10)
SERIES = (
    Series("net_km2", "km2", "net gain of side 1 since week 0; no salient, treaty, collapse", 20.0, -60000.0, 60000.0),
    Series("weekly_km2", "km2/week", "net gain of side 1 in the week", 5.0, -1000.0, 1500.0),
    Series("held_share", "1", "land held by side 0 over its pre-invasion land", 0.0, 0.0, 1.28),
    Series("salient_km2", "km2", "side 1's own territory held by side 0", 0.0, 0.0, 1280.0),
    Series("force_0", "thousand persons", "force of side 0", 0.0, 0.0, 2560.0),
    Series("force_1", "thousand persons", "force of side 1", 0.0, 0.0, 2560.0),
    Series("fires_ratio", "1", "fires of side 1 over fires of side 0", 0.0, 0.0, 12.8),
    Series("supply", "1", "supply used by side 0 over week 0", 0.0, 0.0, 2.56),
    Series("losses_0", "thousand persons/week", "killed and wounded of side 0 in the week", 0.0, 0.0, 25.6),
    Series("losses_1", "thousand persons/week", "killed and wounded of side 1 in the week", 0.0, 0.0, 25.6),
)
N_SERIES = len(SERIES)
SECTOR_SERIES = Series(
    "sector_net_km2", "km2", "net gain of side 1 in the sector since week 0", 10.0, -30000.0, 30000.0
)


def transform(x: float, scale: float) -> float:
    """Transforms a value x to f(x), see the module docstring."""
    if scale == 0.0:
        return x
    y = abs(Decimal(x) / Decimal(scale))
    return math.copysign(float(EXACT.ln(y + EXACT.sqrt(y * y + 1))), x)


def inverse(z: float, scale: float) -> float:
    """Transforms f(x) = z back to x."""
    return float((EXACT.exp(Decimal(z)) - EXACT.exp(Decimal(-z))) / 2 * Decimal(scale)) if scale > 0.0 else z


def edges(series: Series) -> list[float]:
    """Returns the BINS + 1 edges of the bins of a series, in its own unit."""
    low, high = transform(series.low, series.scale), transform(series.high, series.scale)
    return [inverse(low + (high - low) * i / BINS, series.scale) for i in range(BINS + 1)]


def grid_weeks(horizon: int) -> list[int]:
    """Returns the grid weeks, in which histograms are counted."""
    dense = list(range(0, min(horizon, DENSE_WEEKS) + 1))
    return dense + list(range(DENSE_WEEKS + SPARSE_STEP, horizon + 1, SPARSE_STEP))
