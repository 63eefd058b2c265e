"""How far sector shares wander: standard deviation and half-life of the log shares, by synthetic likelihood.

Simulated: the front's own rule, weight = share / activity x active x exp(x), with x a first-order autoregression,
activity the two-state chain, and weekly totals as observed. From each simulated record of the same length the same
statistics are taken as from the observed one: the mean total variation (half the summed absolute differences) between
the share expected at an origin and the share of the gain over the next 4, 13 and 26 weeks, the same between adjacent
weeks, and the mean weekly Herfindahl index. At each point of a grid they get a Gaussian likelihood with the mean and
covariance of the simulated records; prior: half-life log-normal (26 weeks, 0.7), sd flat.
"""

from typing import NamedTuple

import numpy as np

from forecast.calibration.sectors import KEEP, RECENT, WINDOW, Sectors, gains
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
    """Posterior weights (sd, half-life) on the grids; statistics observed and, at the posterior mode, simulated."""

    weight: Floats
    observed: Floats
    simulated: Floats
    simulated_error: Floats

    def resample(self, n: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
        """`n` values of sd and half-life, spread evenly over the cells of the grid."""
        cell = rng.choice(self.weight.size, n, p=self.weight.ravel())
        i, j = np.unravel_index(cell, self.weight.shape)
        sd = SD_GRID[i] + (SD_GRID[1] - SD_GRID[0]) * rng.uniform(-0.5, 0.5, n)
        ratio = HALFLIFE_GRID[1] / HALFLIFE_GRID[0]
        return sd, HALFLIFE_GRID[j] * ratio ** rng.uniform(-0.5, 0.5, n)


def statistics(gain: Floats) -> Floats:
    """Total variation at the usable `AHEAD` and of adjacent weeks, Herfindahl index; gain is (records, weeks, S)."""
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
            expected = KEEP * normalised(recent) + (1.0 - KEEP) / gain.shape[2]
            values.append(0.5 * np.abs(normalised(later) - expected).sum(axis=1))
        variation.append(np.mean(values, axis=0))
    share = normalised(gain)
    adjacent = 0.5 * np.abs(np.diff(share, axis=1)).sum(axis=2).mean(axis=1)
    concentration = (share**2).sum(axis=2).mean(axis=1)
    return np.array([*variation, adjacent, concentration]).T


def normalised(gain: Floats) -> Floats:
    """Shares over the last axis; zeros where nothing was gained."""
    return np.asarray(gain / np.maximum(gain.sum(axis=-1, keepdims=True), 1e-9))


def records(
    base: Floats, sectors: Sectors, totals: Floats, sd: float, halflife: float, rng: np.random.Generator
) -> Floats:
    """Simulated gains (records, weeks, sectors) around base shares, in the long run; totals in km2 a week."""
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
        gain[:, t] = normalised(weight) * total
    return gain


def share_drift(net: Floats, sectors: Sectors, seed: int) -> ShareDrift:
    """Fits the drift of the log shares to the last weeks of net gains (weeks, sectors).

    Every point of the grid sees the same random numbers, so the likelihood is smooth in both.
    """
    gain = gains(net[-WINDOW:])[0]
    observed = statistics(gain[None])[0]
    base, totals = KEEP * normalised(gain.sum(axis=0)) + (1.0 - KEEP) / gain.shape[1], gain.sum(axis=1)
    log_weight = np.empty((len(SD_GRID), len(HALFLIFE_GRID)))
    best, kept = -np.inf, (observed, observed)
    for i, sd in enumerate(SD_GRID):
        for j, halflife in enumerate(HALFLIFE_GRID):
            rng = np.random.Generator(np.random.PCG64(seed))
            simulated = statistics(records(base, sectors, totals, sd, halflife, rng))
            covariance = np.cov(simulated.T) + RIDGE * np.eye(len(observed))
            miss = simulated.mean(axis=0) - observed
            prior = -0.5 * (np.log(halflife / PRIOR_HALFLIFE) / PRIOR_SPREAD) ** 2
            fit = -0.5 * miss @ np.linalg.solve(covariance, miss) - 0.5 * np.linalg.slogdet(covariance)[1]
            log_weight[i, j] = prior + fit
            if log_weight[i, j] > best:
                best, kept = log_weight[i, j], (simulated.mean(axis=0), simulated.std(axis=0, ddof=1))
    weight = np.exp(log_weight - log_weight.max())
    return ShareDrift(weight / weight.sum(), observed, *kept)
