"""All statistics of one folder of training series, as plain numbers."""

import math
from pathlib import Path
from typing import Any

import numpy as np

from forecast.assess.front_statistics.aid import aid
from forecast.assess.front_statistics.level_fit import LevelFit, carried_forward, fit_level
from forecast.assess.front_statistics.observations import FIRST_SECTOR_WEEK, LAST_WEEK, Floats, weekly
from forecast.assess.front_statistics.sectors import CARRY_WEEKS, sector_statistics
from forecast.assess.front_statistics.share_drift import share_drift
from forecast.assess.front_statistics.single_series import losses, oil, salient
from forecast.assess.front_statistics.stakes import held_at_start, stakes

SEED = 20241130
FIRST_MAP = "territory_weekly_sector.csv"
SECOND_MAP = "territory_weekly_sector_uacontrolmap.csv"
NORMAL_80 = 2.0 * 1.2815515655446004  # width of the central 80 % of a standard normal


def totals(folder: Path) -> Floats:
    """Weekly net gain over all sectors on both maps, (weeks, 2) km2, NaN where a map has no value."""
    first, second = weekly(folder, FIRST_MAP), weekly(folder, SECOND_MAP)
    other = dict(zip(second.weeks, second.net.sum(axis=1), strict=True))
    return np.column_stack([first.net.sum(axis=1), [other.get(week, np.nan) for week in first.weeks]])


def entry(fit: LevelFit, values: Floats) -> dict[str, float]:
    """Posterior mean, sd and central 80 % of a value, and the log-normal with that median and 80 % where positive."""
    mean, median, sd = fit.summary(values)
    order = np.argsort(values)
    below = np.cumsum(fit.weights[order])
    low, high = (float(values[order][np.searchsorted(below, q)]) for q in (0.1, 0.9))
    result = {"mean": mean, "median": median, "sd": sd, "low80": low, "high80": high}
    if low > 0:
        result["sdlog"] = math.log(high / low) / NORMAL_80
    return result


def level(folder: Path, seed: int = SEED) -> dict[str, Any]:
    """The total level: parameters, level after the last week, level at week 0."""
    fit = fit_level(totals(folder), seed)
    p = fit.parameters
    innovation = p.step()[1]
    values = {
        "scale": p.scale,
        "halflife": p.halflife,
        "sd": p.sd,
        "weekly_step": np.sqrt(innovation),
        "long_run": p.scale * np.sinh(p.mean),
        "shock": p.shock,
        "noise_first_map": p.noise[0],
        "noise_second_map": p.noise[1],
        "last": p.scale * np.sinh(fit.filtered.level),
        "last_state_sd": np.sqrt(fit.filtered.variance),
        "start": carried_forward(fit, CARRY_WEEKS, seed + 1),
    }
    main = np.array([np.log(p.scale), np.log(p.halflife), np.log(p.sd), np.log(p.shock), p.mean])
    centred = main - (main @ fit.weights)[:, None]
    covariance = (centred * fit.weights) @ centred.T
    spread = np.sqrt(np.diag(covariance))
    return {
        "effective_draws": fit.ess,
        "correlation_log_scale_log_sd": float(covariance[0, 2] / spread[0] / spread[2]),
        "correlation_log_halflife_log_sd": float(covariance[1, 2] / spread[1] / spread[2]),
        **{name: entry(fit, value) for name, value in values.items()},
    }


def estimate(folder: Path, seed: int = SEED) -> dict[str, Any]:
    """Every statistic of the baseline. Raises ObservationError if a file is missing or cannot be used."""
    series = weekly(folder, FIRST_MAP).since(FIRST_SECTOR_WEEK)
    sectors = sector_statistics(series, seed + 2)
    drift = share_drift(series.gain, sectors, seed + 5)
    ahead = stakes(folder)
    front = level(folder, seed)
    table = {}
    for i, sector in enumerate(series.sectors):
        table[sector] = {
            "contact": ahead.contact[sector],
            "share": float(sectors.share[i]),
            "active_stay": float(sectors.stay[i]),
            "active_open": float(sectors.opening[i]),
            "active_t0": bool(sectors.active_now[i]),
            "stake": ahead.attacker[sector],
            "stake_defender": ahead.defender[sector],
            "counter_share": float(sectors.counter_share[i]),
            "counter_active": float(sectors.counter_active[i]),
            "se": {name: float(error[i]) for name, error in sectors.errors.items()},
        }
    length = ahead.active_length()
    return {
        "last_week": LAST_WEEK,
        "seed": seed,
        "level": front,
        "sectors": table,
        "pooled": sectors.pooled,
        "share_drift": {
            key: value.tolist() if isinstance(value, np.ndarray) else list(value)
            for key, value in drift._asdict().items()
        },
        "front_length": {"full_detail": length[0], "smoothed": length[1]},
        "land": held_at_start(folder, front["start"]["median"]),
        "losses": losses(folder, seed + 6)._asdict(),
        "salient": salient(folder)._asdict(),
        "oil": oil(folder, seed + 7),
        "aid": aid(folder, seed + 8),
    }
