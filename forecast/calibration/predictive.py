"""Posterior predictive checks: records simulated from posterior draws, compared with the record that was fitted.

The total: each draw gives a record of the same length, as the kernel and the maps make it. Its level starts from the
stationary distribution, and it has the gaps of the observed record. Sectors: the front's own sharing rule with the
weekly totals as observed. p: share of simulated values at or below the observed one. Near 0 or 1 the model does not
make such a record.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from forecast.calibration.front_fit import side_by_side
from forecast.calibration.posterior import Posterior
from forecast.calibration.sectors import ACTIVE_KM2, WINDOW, gains
from forecast.calibration.share_drift import base_shares, shares, simulated_gains
from forecast.calibration.synthetic import as_simulated
from forecast.calibration.training_series import TrainingSeries
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


def predictive_rows(series: TrainingSeries, posterior: Posterior, seed: int) -> list[PredictiveRow]:
    """All checks; those of sectors only if sectors were fitted.

    Parameters
    ----------
    series : TrainingSeries
        What was fitted.
    posterior : Posterior
        Draws, of which at most 1,000 are used.
    seed : int
        Of the simulated records.
    """
    rng = np.random.Generator(np.random.PCG64([seed, CHANNEL]))
    net = side_by_side(series.maps)
    p = posterior.parameters.pick(np.arange(min(MOST_DRAWS, len(posterior.level))))
    simulated = as_simulated(p, len(net), rng)[0]
    simulated = np.where(np.isnan(net.T)[:, :, None], np.nan, simulated)
    rows = []
    for j in range(net.shape[1]):
        for name, unit, statistic in _statistics():
            rows.append(_row(name, j + 1, unit, float(statistic(net[:, j, None])[0]), statistic(simulated[j])))
    if net.shape[1] > 1:
        observed, differences = (np.nanstd(x[1] - x[0], axis=0) for x in (net.T[..., None], simulated))
        rows.append(_row("sd of the difference of two maps", 0, "km2/week", float(observed[0]), differences))
    return rows + _sector_rows(series, posterior, rng)


def _statistics() -> list[tuple[str, str, Callable[[Floats], Floats]]]:
    return [
        ("mean", "km2/week", lambda x: np.nanmean(x, axis=0)),
        ("sd", "km2/week", lambda x: np.nanstd(x, axis=0)),
        *((f"autocorrelation, lag {k}", "1", lambda x, k=k: _correlation(x, k)) for k in LAGS),
        ("sd of 4-week sums", "km2", lambda x: np.nanstd(_monthly_sums(x), axis=0)),
    ]


def _correlation(x: Floats, lag: int) -> Floats:
    """Correlation of each column with itself `lag` weeks later, over the known pairs; 0 where it is constant."""
    a, b = x[:-lag], x[lag:]
    known = ~np.isnan(a + b)
    a, b = (np.where(known, part, np.nan) for part in (a, b))
    a, b = a - np.nanmean(a, axis=0), b - np.nanmean(b, axis=0)
    size = np.sqrt(np.nansum(a * a, axis=0) * np.nansum(b * b, axis=0))
    return np.asarray(np.nansum(a * b, axis=0) / np.where(size > 0.0, size, np.inf))


def _monthly_sums(x: Floats) -> Floats:
    """Sums of four successive weeks."""
    whole = x[: len(x) // MONTH * MONTH]
    return np.asarray(whole.reshape(-1, MONTH, x.shape[1]).sum(axis=1))


def _sector_rows(series: TrainingSeries, posterior: Posterior, rng: np.random.Generator) -> list[PredictiveRow]:
    sectors, drift = posterior.fit.sectors, posterior.fit.drift
    if sectors is None or drift is None:
        return []
    gain = gains(series.maps[0].net[-WINDOW:])[0]
    base = base_shares(gain)
    pairs = zip(*drift.resample(PAIRS, rng), strict=True)
    simulated = np.concatenate([simulated_gains(base, sectors, gain.sum(axis=1), sd, half, rng) for sd, half in pairs])
    rows = []
    for name, statistic in (("weekly Herfindahl index", _concentration), ("share of active sector-weeks", _active)):
        rows.append(_row(name, 1, "1", float(statistic(gain[None])[0]), statistic(simulated)))
    return rows


def _concentration(gain: Floats) -> Floats:
    return np.asarray((shares(gain) ** 2).sum(axis=2).mean(axis=1))


def _active(gain: Floats) -> Floats:
    return np.asarray((gain > ACTIVE_KM2).mean(axis=(1, 2)))


def _row(name: str, number: int, unit: str, observed: float, simulated: Floats) -> PredictiveRow:
    low, median, high = (float(q) for q in np.quantile(simulated, [0.1, 0.5, 0.9]))
    below = float((simulated < observed).mean() + 0.5 * (simulated == observed).mean())
    return PredictiveRow(name, number, unit, observed, median, low, high, below)
