"""How far sector shares wander: standard deviation and half-life of the log shares, by synthetic likelihood.

Simulated with the front's own rule: weight = share / activity x active x exp(x), with x a first-order autoregression,
activity the two-state chain, and weekly totals as observed. Each simulated record has the length of the observed one,
and both get the same statistics: the mean total variation (half the summed absolute differences) between the share
expected at an origin and the share of the gain over the next 4, 13 and 26 weeks, the same between adjacent weeks, and
the mean weekly Herfindahl index. At each point of a grid they get a Gaussian likelihood with the mean and covariance of
the simulated records. Prior: half-life log-normal (26 weeks, 0.7), sd flat.
"""

from typing import NamedTuple

import numpy as np

from forecast.calibration.sectors import OBSERVED_PART, RECENT, WINDOW, Sectors, gains
from forecast.observations.series import Floats

AHEAD = (4, 13, 26)
LEAST_ORIGINS = 4
STEP = 2
SD_GRID = np.arange(0.6, 2.01, 0.2)
HALFLIFE_GRID = 2.0 ** np.arange(2.0, 7.01, 1.0)  # 4 to 128 weeks
PRIOR_HALFLIFE, PRIOR_SPREAD = 26.0, 0.7
RECORDS = 120
RIDGE = 1e-6


class ShareDrift(NamedTuple):
    """Posterior weights float64[sd, half-life] on the grids; statistics as observed and simulated at the mode."""

    weight: Floats
    observed: Floats
    simulated: Floats
    simulated_error: Floats

    def resample(self, n: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
        """`n` values of the standard deviation and of the half-life (weeks), spread evenly over the grid's cells."""
        cell = rng.choice(self.weight.size, n, p=self.weight.ravel())
        i, j = np.unravel_index(cell, self.weight.shape)
        sd = SD_GRID[i] + (SD_GRID[1] - SD_GRID[0]) * rng.uniform(-0.5, 0.5, n)
        ratio = HALFLIFE_GRID[1] / HALFLIFE_GRID[0]
        return sd, HALFLIFE_GRID[j] * ratio ** rng.uniform(-0.5, 0.5, n)


def drift_statistics(gain: Floats) -> Floats:
    """Statistics float64[records, k] of gains float64[records, weeks, sectors], km2.

    Total variation at each of `AHEAD` that the record is long enough for, between adjacent weeks, Herfindahl index.
    """
    weeks = gain.shape[1]
    variation = []
    for ahead in AHEAD:
        origins = range(RECENT, weeks - ahead + 1, STEP)
        if len(origins) < LEAST_ORIGINS:
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
    """Shares over the last axis; zeros where nothing was gained."""
    return np.asarray(gain / np.maximum(gain.sum(axis=-1, keepdims=True), 1e-9))


def simulated_gains(
    base: Floats, sectors: Sectors, totals: Floats, sd: float, halflife: float, rng: np.random.Generator
) -> Floats:
    """Simulated gains around base shares.

    Parameters
    ----------
    base : float64[sectors]
        Expected shares.
    sectors : Sectors
        Chances of activity.
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
    """Expected shares float64[sectors] in the long run, from gains float64[weeks, sectors]."""
    return np.asarray(OBSERVED_PART * shares(gain.sum(axis=0)) + (1.0 - OBSERVED_PART) / gain.shape[1])


def fit_share_drift(net: Floats, sectors: Sectors, seed: int) -> ShareDrift:
    """Fit the drift of the log shares.

    Every point of the grid gets the same random numbers, so the likelihood is smooth in both parameters.

    Parameters
    ----------
    net : float64[weeks, sectors]
        Net gains, km2 a week; the last 66 weeks count.
    sectors : Sectors
        Chances of activity.
    seed : int
        Of the simulated records.
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
