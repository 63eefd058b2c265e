"""Posterior predictive checks: compares records simulated from posterior draws with the record that was fitted.

For the total, each draw gives a record of the same length, simulated with the kernel's law and the noise of the maps.
Its level starts from the stationary distribution, and it has the gaps of the observed record. For the sectors, the
model's sharing rule divides the observed weekly totals. A p-value is the share of simulated values below the observed
one (plus half of those equal to it). If it is near 0 or 1, the model does not produce such a record.
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

MAX_DRAWS, PAIRS = 1000, 25
MONTH = 4  # weeks
CHANNEL = 33
LAGS = (1, 4)


class PredictiveRow(NamedTuple):
    """One statistic of one map: its observed value, the median and central 80 % of its simulated values, and p.

    `map` counts from 1; 0 stands for the first two maps together.
    """

    statistic: str
    map: int
    unit: str
    observed: float
    median: float
    low80: float
    high80: float
    p: float


def predictive_rows(series: TrainingSeries, posterior: Posterior, seed: int) -> list[PredictiveRow]:
    """Make the rows of all checks. Those of the sectors are left out if no sectors were fitted.

    Parameters
    ----------
    series : TrainingSeries
        The series that were fitted.
    posterior : Posterior
        Posterior draws, of which the first 1,000 are used.
    seed : int
        Seed of the simulated records.
    """
    rng = np.random.Generator(np.random.PCG64([seed, CHANNEL]))
    net = side_by_side(series.maps)
    p = posterior.parameters.pick(np.arange(min(MAX_DRAWS, len(posterior.state.level))))
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
    """Correlate each column with itself `lag` weeks later, from the known pairs; 0 if it is constant."""
    a, b = x[:-lag], x[lag:]
    known = ~np.isnan(a + b)
    a, b = (np.where(known, part, np.nan) for part in (a, b))
    a, b = a - np.nanmean(a, axis=0), b - np.nanmean(b, axis=0)
    size = np.sqrt(np.nansum(a * a, axis=0) * np.nansum(b * b, axis=0))
    return np.asarray(np.nansum(a * b, axis=0) / np.where(size > 0.0, size, np.inf))


def _monthly_sums(x: Floats) -> Floats:
    """Sum each four successive weeks; weeks that do not fill the last four are left out."""
    full_months = x[: len(x) // MONTH * MONTH]
    return np.asarray(full_months.reshape(-1, MONTH, x.shape[1]).sum(axis=1))


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
    p = float((simulated < observed).mean() + 0.5 * (simulated == observed).mean())
    return PredictiveRow(name, number, unit, observed, median, low, high, p)
