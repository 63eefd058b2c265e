"""Distances between two ensembles on the same inputs, in standard errors.

Members are paired by their inputs and independent given them, so the standard error of a difference of means is that of
the paired differences. All distances are on one scale: |z| of a mean or a share, and the normal quantile of a
Kolmogorov-Smirnov tail probability for whole distributions (conservative where values repeat).
"""

import math
from typing import NamedTuple

import numpy as np
from scipy.special import ndtri
from scipy.stats import kstwobign

from forecast_kernels.layout.outcomes import OUTCOMES
from forecast_kernels.layout.regimes import REGIME_NAMES
from forecast_kernels.layout.series import N_SERIES, SERIES, grid_weeks
from tests.statistical.ensembles import Ensemble

EVENTS = tuple(o.name for o in OUTCOMES if o.unit == "weeks" and o.name not in ("salient_w26",))


class Distance(NamedTuple):
    """`z` in standard errors; `one`, `two`: the two figures compared, for a reader."""

    what: str
    z: float
    one: float
    two: float

    def __str__(self) -> str:
        return f"{self.what:48s} z {self.z:7.2f}   kernel {self.one:12.5g}   array {self.two:12.5g}"


def paired(what: str, a: np.ndarray, b: np.ndarray) -> Distance:
    """Difference of means. Equal constant columns are at distance 0, different ones infinitely far."""
    a, b = a.astype(np.float64), b.astype(np.float64)
    d = a - b
    se = d.std(ddof=1) / math.sqrt(len(d))
    mean = d.mean()
    scale = 1e-5 * max(np.abs(a).mean(), 1e-9)
    z = mean / math.hypot(se, scale)
    return Distance(what, float(z), float(a.mean()), float(b.mean()))


def ks(what: str, gap: float, n: float, m: float, one: float, two: float) -> Distance:
    """Kolmogorov-Smirnov distance `gap` between samples of n and m, as a two-sided normal deviate."""
    tail = float(kstwobign.sf(gap * math.sqrt(n * m / (n + m)))) if n and m else 1.0
    return Distance(what, float(-ndtri(max(tail, 1e-300) / 2.0)), one, two)


def rounded(x: np.ndarray) -> np.ndarray:
    """To four digits: the two models round differently, and a nearly constant outcome would show it."""
    x = x.astype(np.float64)  # before the power is taken: one in single precision rounds equal numbers apart
    power = 10.0 ** (3.0 - np.floor(np.log10(np.maximum(np.abs(x), 1e-6))))
    return np.round(x * power) / power


def ks_samples(what: str, a: np.ndarray, b: np.ndarray) -> Distance:
    a, b = rounded(a), rounded(b)
    grid = np.union1d(a, b)
    fa = np.searchsorted(np.sort(a), grid, side="right") / max(len(a), 1)
    fb = np.searchsorted(np.sort(b), grid, side="right") / max(len(b), 1)
    gap = float(np.abs(fa - fb).max()) if len(grid) else 0.0
    median = (float(np.median(a)) if len(a) else math.nan), (float(np.median(b)) if len(b) else math.nan)
    return ks(what, gap, len(a), len(b), *median)


def of_outcomes(a: Ensemble, b: Ensemble) -> list[Distance]:
    """Every outcome: share of members with the event and its weeks, or mean and distribution."""
    found = []
    for name, x in a.outcomes.items():
        y = b.outcomes[name]
        if name in EVENTS:
            found.append(paired(f"share {name}", x >= 0.0, y >= 0.0))
            x, y = x[x >= 0.0], y[y >= 0.0]
            found.append(ks_samples(f"weeks {name}", x, y))
            continue
        found += [paired(f"mean {name}", x, y), ks_samples(f"distribution {name}", x, y)]
    return found


def of_regimes(a: Ensemble, b: Ensemble, horizon: int, weeks: list[int]) -> list[Distance]:
    """Share of members in each regime at some grid weeks."""
    found = []
    for week in weeks:
        g = grid_weeks(horizon).index(week)
        n = float(a.regimes[g].sum())
        for name, x, y in zip(REGIME_NAMES, a.regimes[g] / n, b.regimes[g] / n, strict=True):
            se = math.sqrt(max((x * (1.0 - x) + y * (1.0 - y)) / n, 1.0 / n**2))
            found.append(Distance(f"regime {name} w{week}", float((x - y) / se), float(x), float(y)))
    return found


def of_series(a: Ensemble, b: Ensemble, horizon: int, weeks: list[int]) -> list[Distance]:
    """Distribution of every weekly series and sector at some grid weeks, from the histograms."""
    found = []
    for week in weeks:
        g = grid_weeks(horizon).index(week)
        for k in range(a.hist.shape[1]):
            x, y = np.cumsum(a.hist[g, k]), np.cumsum(b.hist[g, k])
            name = SERIES[k].name if k < N_SERIES else f"sector {k - N_SERIES}"
            gap = float(np.abs(x / x[-1] - y / y[-1]).max())
            middle = [int(np.searchsorted(c, c[-1] / 2.0)) for c in (x, y)]
            found.append(ks(f"series {name} w{week}", gap, float(x[-1]), float(y[-1]), *middle))
    return found
