"""Posterior predictive checks: records made from posterior draws against the record that was fitted.

The total: a record of the same length from each draw, as the kernel and the maps make it, its level from the
stationary law and its gaps those of the observed one. Sectors: the front's own sharing rule with the weekly totals as
observed. p: share of simulated values at or below the observed one; near 0 or 1 the model does not make such a record.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from forecast.calibration.front import side_by_side
from forecast.calibration.posterior import Posterior
from forecast.calibration.record import Record
from forecast.calibration.sectors import ACTIVE_KM2, KEEP, WINDOW, gains
from forecast.calibration.share_drift import normalised, records
from forecast.calibration.synthetic import as_simulated
from forecast.observations.series import Floats

MOST_DRAWS, PAIRS = 1000, 25
MONTH = 4
CHANNEL = 33
LAGS = (1, 4)


class PredictiveRow(NamedTuple):
    """One statistic on one map (0: both): observed, simulated median and central 80 %, p as above."""

    statistic: str
    map: int
    unit: str
    observed: float
    median: float
    low80: float
    high80: float
    p: float


def predictive(record: Record, found: Posterior, seed: int) -> list[PredictiveRow]:
    """All rows; those on sectors only where sectors were fitted."""
    rng = np.random.Generator(np.random.PCG64([seed, CHANNEL]))
    seen = side_by_side(record.maps)
    p = found.parameters.pick(np.arange(min(MOST_DRAWS, len(found.level))))
    made = as_simulated(p, len(seen), rng)[0]
    made = np.where(np.isnan(seen.T)[:, :, None], np.nan, made)
    rows = []
    for j in range(seen.shape[1]):
        for name, unit, statistic in _total():
            rows.append(_row(name, j + 1, unit, float(statistic(seen[:, j, None])[0]), statistic(made[j])))
    if seen.shape[1] > 1:
        observed, simulated = (np.nanstd(x[1] - x[0], axis=0) for x in (seen.T[..., None], made))
        rows.append(_row("sd of the difference of two maps", 0, "km2/week", float(observed[0]), simulated))
    return rows + _sectors(record, found, rng)


def _total() -> list[tuple[str, str, Callable[[Floats], Floats]]]:
    return [
        ("mean", "km2/week", lambda x: np.nanmean(x, axis=0)),
        ("sd", "km2/week", lambda x: np.nanstd(x, axis=0)),
        *((f"autocorrelation, lag {k}", "1", lambda x, k=k: _correlation(x, k)) for k in LAGS),
        ("sd of 4-week sums", "km2", lambda x: np.nanstd(_sums(x), axis=0)),
    ]


def _correlation(x: Floats, lag: int) -> Floats:
    """Of each column with itself `lag` weeks later, over the pairs that are told; 0 where it is constant."""
    a, b = x[:-lag], x[lag:]
    told = ~np.isnan(a + b)
    a, b = (np.where(told, part, np.nan) for part in (a, b))
    a, b = a - np.nanmean(a, axis=0), b - np.nanmean(b, axis=0)
    size = np.sqrt(np.nansum(a * a, axis=0) * np.nansum(b * b, axis=0))
    return np.asarray(np.nansum(a * b, axis=0) / np.where(size > 0.0, size, np.inf))


def _sums(x: Floats) -> Floats:
    """Of four weeks after one another."""
    whole = x[: len(x) // MONTH * MONTH]
    return np.asarray(whole.reshape(-1, MONTH, x.shape[1]).sum(axis=1))


def _sectors(record: Record, found: Posterior, rng: np.random.Generator) -> list[PredictiveRow]:
    sectors, drift = found.fit.sectors, found.fit.drift
    if sectors is None or drift is None:
        return []
    gain = gains(record.maps[0].net[-WINDOW:])[0]
    base = KEEP * normalised(gain.sum(axis=0)) + (1.0 - KEEP) / gain.shape[1]
    pairs = zip(*drift.resample(PAIRS, rng), strict=True)
    made = np.concatenate([records(base, sectors, gain.sum(axis=1), sd, half, rng) for sd, half in pairs])
    rows = []
    for name, statistic in (("weekly Herfindahl index", _concentration), ("share of active sector-weeks", _active)):
        rows.append(_row(name, 1, "1", float(statistic(gain[None])[0]), statistic(made)))
    return rows


def _concentration(gain: Floats) -> Floats:
    return np.asarray((normalised(gain) ** 2).sum(axis=2).mean(axis=1))


def _active(gain: Floats) -> Floats:
    return np.asarray((gain > ACTIVE_KM2).mean(axis=(1, 2)))


def _row(name: str, number: int, unit: str, observed: float, made: Floats) -> PredictiveRow:
    low, median, high = (float(q) for q in np.quantile(made, [0.1, 0.5, 0.9]))
    below = float((made < observed).mean() + 0.5 * (made == observed).mean())
    return PredictiveRow(name, number, unit, observed, median, low, high, below)
