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

from forecast.assess.front_statistics.observations import Floats
from forecast.assess.front_statistics.sectors import KEEP, RECENT, Sectors, shrunk_share

AHEAD = (4, 13, 26)
STEP = 2
SD_GRID = np.arange(0.5, 2.01, 0.1)
HALFLIFE_GRID = 2.0 ** np.arange(1.5, 7.01, 0.5)  # 3 to 128 weeks
PRIOR_HALFLIFE, PRIOR_SPREAD = 26.0, 0.7
RECORDS = 300


class ShareDrift(NamedTuple):
    """Posterior (mean, error) of sd, half-life and their logs; the statistics observed, and at the posterior mean."""

    sd: tuple[float, float]
    halflife: tuple[float, float]
    log_sd: tuple[float, float]
    log_halflife: tuple[float, float]
    observed: Floats
    simulated: Floats
    simulated_error: Floats


def statistics(gain: Floats) -> Floats:
    """Total variation at `AHEAD` weeks and of adjacent weeks, Herfindahl index; gain is (records, weeks, sectors)."""
    weeks = gain.shape[1]
    variation = []
    for ahead in AHEAD:
        values = []
        for origin in range(RECENT, weeks - ahead + 1, STEP):
            later = gain[:, origin : origin + ahead].sum(axis=1)
            recent = gain[:, origin - RECENT : origin].sum(axis=1)
            expected = KEEP * recent / recent.sum(axis=1, keepdims=True) + (1.0 - KEEP) / gain.shape[2]
            values.append(0.5 * np.abs(later / later.sum(axis=1, keepdims=True) - expected).sum(axis=1))
        variation.append(np.mean(values, axis=0))
    share = gain / np.maximum(gain.sum(axis=2, keepdims=True), 1e-9)
    adjacent = 0.5 * np.abs(np.diff(share, axis=1)).sum(axis=2).mean(axis=1)
    concentration = (share**2).sum(axis=2).mean(axis=1)
    return np.array([*variation, adjacent, concentration]).T


def records(
    base: Floats, sectors: Sectors, totals: Floats, sd: float, halflife: float, seed: int, count: int = RECORDS
) -> Floats:
    """Simulated gains (records, weeks, sectors) around base shares, in the long run; totals in km2 a week."""
    rng = np.random.Generator(np.random.PCG64(seed))
    shape = (count, len(base))
    often = sectors.opening / (1.0 - sectors.stay + sectors.opening)
    active = rng.random(shape) < often
    phi = 0.5 ** (1.0 / halflife)
    x = sd * rng.standard_normal(shape)
    gain = np.empty((count, len(totals), len(base)))
    for t, total in enumerate(totals):
        active = rng.random(shape) < np.where(active, sectors.stay, sectors.opening)
        x = phi * x + sd * np.sqrt(1.0 - phi * phi) * rng.standard_normal(shape)
        weight = base / often * np.exp(x) * np.where(active, 1.0, 1e-6)
        gain[:, t] = weight / weight.sum(axis=1, keepdims=True) * total
    return gain


def share_drift(gain: Floats, sectors: Sectors, seed: int) -> ShareDrift:
    """Fits the drift of the log shares to gains (weeks, sectors)."""
    observed = statistics(gain[None])[0]
    base, totals = shrunk_share(gain), gain.sum(axis=1)
    log_weight = np.empty((len(SD_GRID), len(HALFLIFE_GRID)))
    for i, sd in enumerate(SD_GRID):
        for j, halflife in enumerate(HALFLIFE_GRID):
            simulated = statistics(records(base, sectors, totals, sd, halflife, seed))
            covariance = np.cov(simulated.T)
            miss = simulated.mean(axis=0) - observed
            prior = -0.5 * (np.log(halflife / PRIOR_HALFLIFE) / PRIOR_SPREAD) ** 2
            fit = -0.5 * miss @ np.linalg.solve(covariance, miss) - 0.5 * np.linalg.slogdet(covariance)[1]
            log_weight[i, j] = prior + fit
    weight = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()

    def moments(values: Floats, marginal: Floats) -> tuple[float, float]:
        mean = float(marginal @ values)
        return mean, float(np.sqrt(marginal @ (values - mean) ** 2))

    by_sd, by_halflife = weight.sum(axis=1), weight.sum(axis=0)
    log_sd, log_halflife = moments(np.log(SD_GRID), by_sd), moments(np.log(HALFLIFE_GRID), by_halflife)
    centre = statistics(records(base, sectors, totals, np.exp(log_sd[0]), np.exp(log_halflife[0]), seed + 1))
    return ShareDrift(
        moments(SD_GRID, by_sd), moments(HALFLIFE_GRID, by_halflife), log_sd, log_halflife,
        observed, centre.mean(axis=0), centre.std(axis=0, ddof=1),
    )  # fmt: skip
