"""Fits the drift of sector shares, the standard deviation and half-life of the log shares, by synthetic likelihood.

At each point of a grid, records are simulated with the model's own sharing rule and the observed weekly totals. The
weight of a sector is expected share / frequency of activity x active (1 or 0) x exp(x). x is a first-order
autoregression with the standard deviation and half-life of the grid point, and activity follows a two-state chain. A
simulated record has the length of the observed one. The same statistics are computed for all records:

- the mean total variation (half the sum of absolute differences) between the share expected at an origin and the share
  of the gain in the next 4, 13 and 26 weeks (an origin is a week after which nothing is known);
- the mean total variation between the shares of adjacent weeks;
- the mean weekly Herfindahl index (sum of squared shares).

The likelihood of the observed statistics is a normal with the mean and covariance of the simulated ones. The prior of
the half-life is log-normal (median 26 weeks, spread of the log 0.7), that of the standard deviation is flat.
"""

from typing import NamedTuple

import numpy as np

from forecast.calibration.sectors import OBSERVED_PART, RECENT, WINDOW, Sectors, gains
from forecast.observations.series import Floats

AHEAD = (4, 13, 26)
MIN_ORIGINS = 4
STEP = 2
SD_GRID = np.arange(0.6, 2.01, 0.2)
HALFLIFE_GRID = 2.0 ** np.arange(2.0, 7.01, 1.0)  # 4 to 128 weeks
PRIOR_HALFLIFE, PRIOR_SPREAD = 26.0, 0.7
RECORDS = 120
RIDGE = 1e-6


class ShareDrift(NamedTuple):
    """Posterior of the drift.

    Attributes
    ----------
    weight : float64[sd, half-life]
        Posterior weights on SD_GRID and HALFLIFE_GRID, which sum to one.
    observed : float64[k]
        Statistics of the observed record, in the order of `drift_statistics`.
    simulated, simulated_error : float64[k]
        Mean and standard deviation of the statistics of the simulated records, at the grid point of largest weight.
    """

    weight: Floats
    observed: Floats
    simulated: Floats
    simulated_error: Floats

    def resample(self, n: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
        """Draw `n` pairs: standard deviations, and half-lives in weeks. Values are spread evenly within a grid cell."""
        cell = rng.choice(self.weight.size, n, p=self.weight.ravel())
        i, j = np.unravel_index(cell, self.weight.shape)
        sd = SD_GRID[i] + (SD_GRID[1] - SD_GRID[0]) * rng.uniform(-0.5, 0.5, n)
        ratio = HALFLIFE_GRID[1] / HALFLIFE_GRID[0]
        return sd, HALFLIFE_GRID[j] * ratio ** rng.uniform(-0.5, 0.5, n)


def drift_statistics(gain: Floats) -> Floats:
    """Compute the statistics float64[records, k] of gains float64[records, weeks, sectors], km2.

    They are the total variation for each of `AHEAD` for which the record is long enough, the total variation between
    adjacent weeks, and the Herfindahl index.
    """
    weeks = gain.shape[1]
    variation = []
    for ahead in AHEAD:
        origins = range(RECENT, weeks - ahead + 1, STEP)
        if len(origins) < MIN_ORIGINS:
            continue
        values = []
        for origin in origins:
            later = gain[:, origin : origin + ahead].sum(axis=1)
            recent = gain[:, origin - RECENT : origin].sum(axis=1)
            expected = OBSERVED_PART * shares(recent) + (1.0 - OBSERVED_PART) / gain.shape[2]
            values.append(0.5 * np.abs(shares(later) - expected).sum(axis=1))
        variation.append(np.mean(values, axis=0))
    share = shares(gain)
    adjacent = 0.5 * np.abs(np.diff(share, axis=1)).sum(axis=2).mean(axis=1)
    concentration = (share**2).sum(axis=2).mean(axis=1)
    return np.array([*variation, adjacent, concentration]).T


def shares(gain: Floats) -> Floats:
    """Divide gains by their sum over the last axis; 0 where nothing was gained."""
    return np.asarray(gain / np.maximum(gain.sum(axis=-1, keepdims=True), 1e-9))


def simulated_gains(
    base: Floats, sectors: Sectors, totals: Floats, sd: float, halflife: float, rng: np.random.Generator
) -> Floats:
    """Simulate gains by sector whose shares drift around base shares.

    Parameters
    ----------
    base : float64[sectors]
        Expected shares, which sum to one.
    sectors : Sectors
        Weekly probabilities of staying active and of becoming active.
    totals : float64[weeks]
        Gain of the whole front, km2 a week.
    sd, halflife : float
        Stationary standard deviation and half-life (weeks) of a log share.
    rng : numpy.random.Generator
        Draws everything.

    Returns
    -------
    float64[RECORDS, weeks, sectors]
        km2 a week.
    """
    shape = (RECORDS, len(base))
    often = sectors.opening / (1.0 - sectors.stay + sectors.opening)
    active = rng.random(shape) < often
    phi = 0.5 ** (1.0 / halflife)
    x = sd * rng.standard_normal(shape)
    gain = np.empty((RECORDS, len(totals), len(base)))
    for t, total in enumerate(totals):
        active = rng.random(shape) < np.where(active, sectors.stay, sectors.opening)
        x = phi * x + sd * np.sqrt(1.0 - phi * phi) * rng.standard_normal(shape)
        weight = base / often * np.exp(x) * np.where(active, 1.0, 1e-6)
        gain[:, t] = shares(weight) * total
    return gain


def base_shares(gain: Floats) -> Floats:
    """Estimate the long-run shares float64[sectors] from gains float64[weeks, sectors]."""
    return np.asarray(OBSERVED_PART * shares(gain.sum(axis=0)) + (1.0 - OBSERVED_PART) / gain.shape[1])


def fit_share_drift(net: Floats, sectors: Sectors, seed: int) -> ShareDrift:
    """Fit the drift of the log shares.

    Every point of the grid gets the same random numbers, so the likelihood is smooth in both parameters.

    Parameters
    ----------
    net : float64[weeks, sectors]
        Net gains, km2 a week; the last 66 weeks are used.
    sectors : Sectors
        Weekly probabilities of staying active and of becoming active.
    seed : int
        Seed of the simulated records.
    """
    gain = gains(net[-WINDOW:])[0]
    observed = drift_statistics(gain[None])[0]
    base, totals = base_shares(gain), gain.sum(axis=1)
    log_weight = np.empty((len(SD_GRID), len(HALFLIFE_GRID)))
    best, at_mode = -np.inf, (observed, observed)
    for i, sd in enumerate(SD_GRID):
        for j, halflife in enumerate(HALFLIFE_GRID):
            rng = np.random.Generator(np.random.PCG64(seed))
            simulated = drift_statistics(simulated_gains(base, sectors, totals, sd, halflife, rng))
            covariance = np.cov(simulated.T) + RIDGE * np.eye(len(observed))
            miss = simulated.mean(axis=0) - observed
            prior = -0.5 * (np.log(halflife / PRIOR_HALFLIFE) / PRIOR_SPREAD) ** 2
            fit = -0.5 * miss @ np.linalg.solve(covariance, miss) - 0.5 * np.linalg.slogdet(covariance)[1]
            log_weight[i, j] = prior + fit
            if log_weight[i, j] > best:
                best, at_mode = log_weight[i, j], (simulated.mean(axis=0), simulated.std(axis=0, ddof=1))
    weight = np.exp(log_weight - log_weight.max())
    return ShareDrift(weight / weight.sum(), observed, *at_mode)
