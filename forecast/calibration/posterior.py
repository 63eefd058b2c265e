"""Equally weighted draws from the posterior of everything that was fitted, and as many from the prior."""

from typing import NamedTuple

import numpy as np

from forecast.calibration.attrition import Losses, fit_losses, prior_losses
from forecast.calibration.carry import carried
from forecast.calibration.front import FrontFit, fit_front
from forecast.calibration.front_law import from_level
from forecast.calibration.level_prior import LevelParameters, from_normal, size
from forecast.calibration.record import Record
from forecast.calibration.salient import Salient, fit_salient, prior_decay
from forecast.calibration.share_drift import HALFLIFE_GRID, PRIOR_HALFLIFE, PRIOR_SPREAD, SD_GRID
from forecast.observations.series import Floats

DRAW_CHANNEL, PRIOR_CHANNEL = 30, 31


class Parameter(NamedTuple):
    """A fitted quantity: its kernel row ("" if it has none), unit, meaning."""

    row: str
    unit: str
    about: str


PARAMETERS = {
    "level_scale": Parameter("level_scale", "km2/week", "scale of the modulus transformation"),
    "level_halflife": Parameter("level_halflife", "weeks", "half-life of a departure from the long-run level"),
    "level_sd": Parameter("level_sd", "1", "stationary standard deviation of the level"),
    "level_mean": Parameter("level_mean", "km2/week", "long-run weekly net gain"),
    "level_shock": Parameter("level_shock", "1", "weekly shock of the level"),
    "noise": Parameter("", "1", "timing noise of each map"),
    "level_last": Parameter("", "km2/week", "weekly net gain that the state stands for after the last week"),
    "level_t0": Parameter("level_t0", "km2/week", "the same at week 0"),
    "share_sd": Parameter("share_sd", "1", "stationary standard deviation of a log share"),
    "share_halflife": Parameter("share_halflife", "weeks", "half-life of a departure of a log share"),
    "losses_claimed": Parameter("loss_claimed_1", "persons/day", "claimed losses a day at the end"),
    "losses_shock": Parameter("loss_shock", "1", "weekly log shock of losses"),
    "salient_decay": Parameter("salient_decay", "1/week", "weekly fractional loss of the salient"),
    "salient_last": Parameter("", "km2", "the salient after the last week"),
    "salient_t0": Parameter("salient_t0", "km2", "the salient at week 0"),
}
PER_MAP = ("noise",)


class Posterior(NamedTuple):
    """draws, prior: by name, float64[n], noise float64[maps, n]. level: the draws' own parameters and last level."""

    fit: FrontFit
    losses: Losses | None
    salient: Salient | None
    draws: dict[str, Floats]
    prior: dict[str, Floats]
    parameters: LevelParameters
    level: Floats
    missing: tuple[str, ...]


def posterior(record: Record, draws: int, seed: int) -> Posterior:
    """Fits everything that the record tells of and draws from it."""
    fit = fit_front(record.maps, seed)
    losses = None if record.losses is None else fit_losses(record.losses)
    salient = None if record.salient is None else fit_salient(record.salient)
    rng = np.random.Generator(np.random.PCG64([seed, DRAW_CHANNEL]))
    p, level = fit.level.resample(draws, rng)
    found = _level(p) | {
        "level_last": from_level(level, p.scale),
        "level_t0": from_level(carried(level, p, record.carried, rng), p.scale),
    }
    if fit.drift is not None:
        found["share_sd"], found["share_halflife"] = fit.drift.resample(draws, rng)
    if losses is not None:
        found["losses_claimed"], found["losses_shock"] = losses.resample(draws, rng)
    if salient is not None:
        decay, last, start = salient.resample(draws, record.carried, rng)
        found |= {"salient_decay": decay, "salient_last": last, "salient_t0": start}
    prior = _prior(found, len(record.maps), draws, seed)
    missing = [
        ("sectors", fit.sectors is None, "the file has the total only"),
        ("losses_claimed", losses is None, "no rows of this target" if record.losses is None else "too few weeks"),
        (
            "salient_km2",
            salient is None,
            "no rows of this target" if record.salient is None else "gone or too few weeks",
        ),
    ]
    lines = tuple(f"{name}: not fitted, {why}" for name, absent, why in missing if absent)
    return Posterior(fit, losses, salient, found, prior, p, level, lines)


def _level(p: LevelParameters) -> dict[str, Floats]:
    return {
        "level_scale": p.scale,
        "level_halflife": p.halflife,
        "level_sd": p.sd,
        "level_mean": from_level(p.mean, p.scale),
        "level_shock": p.shock,
        "noise": p.noise,
    }


def _prior(found: dict[str, Floats], maps: int, draws: int, seed: int) -> dict[str, Floats]:
    """Draws from the prior of each parameter that has one of its own (states have none)."""
    rng = np.random.Generator(np.random.PCG64([seed, PRIOR_CHANNEL]))
    prior = _level(from_normal(rng.standard_normal((draws, size(maps)))))
    if "share_sd" in found:
        half = (SD_GRID[1] - SD_GRID[0]) / 2.0
        prior["share_sd"] = rng.uniform(SD_GRID[0] - half, SD_GRID[-1] + half, draws)
        low, high = np.log(HALFLIFE_GRID[[0, -1]] / PRIOR_HALFLIFE) / PRIOR_SPREAD
        prior["share_halflife"] = PRIOR_HALFLIFE * np.exp(PRIOR_SPREAD * np.clip(rng.standard_normal(draws), low, high))
    if "losses_shock" in found:
        prior["losses_claimed"], prior["losses_shock"] = prior_losses(draws, rng)
    if "salient_decay" in found:
        prior["salient_decay"] = prior_decay(draws, rng)
    return prior
