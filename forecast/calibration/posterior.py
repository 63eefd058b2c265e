"""Equally weighted draws from the posterior of everything that was fitted, and as many from the prior."""

from typing import NamedTuple

import numpy as np

from forecast.calibration.claimed_losses import LossFit, fit_losses, prior_losses
from forecast.calibration.front_fit import FrontFit, fit_front
from forecast.calibration.front_law import from_level
from forecast.calibration.level_prior import LevelParameters, from_normal, later_level, size
from forecast.calibration.salient import SalientFit, fit_salient, prior_decay
from forecast.calibration.share_drift import HALFLIFE_GRID, PRIOR_HALFLIFE, PRIOR_SPREAD, SD_GRID
from forecast.calibration.training_series import TrainingSeries
from forecast.observations.series import Floats

DRAW_CHANNEL, PRIOR_CHANNEL = 30, 31


class FittedQuantity(NamedTuple):
    """A fitted quantity: its kernel row ("" if it has none), unit, meaning."""

    row: str
    unit: str
    about: str


PARAMETERS = {
    "level_scale": FittedQuantity("level_scale", "km2/week", "scale of the modulus transformation"),
    "level_halflife": FittedQuantity("level_halflife", "weeks", "half-life of a departure from the long-run level"),
    "level_sd": FittedQuantity("level_sd", "1", "stationary standard deviation of the level"),
    "level_mean": FittedQuantity("level_mean", "km2/week", "long-run weekly net gain"),
    "level_shock": FittedQuantity("level_shock", "1", "weekly shock of the level"),
    "noise": FittedQuantity("", "1", "timing noise of each map"),
    "level_last": FittedQuantity("", "km2/week", "weekly net gain that the state stands for after the last week"),
    "level_t0": FittedQuantity("level_t0", "km2/week", "the same at week 0"),
    "share_sd": FittedQuantity("share_sd", "1", "stationary standard deviation of a log share"),
    "share_halflife": FittedQuantity("share_halflife", "weeks", "half-life of a departure of a log share"),
    "losses_claimed": FittedQuantity("loss_claimed_1", "persons/day", "claimed losses a day at the end"),
    "losses_shock": FittedQuantity("loss_shock", "1", "weekly log shock of losses"),
    "salient_decay": FittedQuantity("salient_decay", "1/week", "weekly fractional loss of the salient"),
    "salient_last": FittedQuantity("", "km2", "the salient after the last week"),
    "salient_t0": FittedQuantity("salient_t0", "km2", "the salient at week 0"),
}
PER_MAP = ("noise",)


class Posterior(NamedTuple):
    """Draws of all fitted quantities.

    Attributes
    ----------
    fit, losses, salient
        The fits; None if there was nothing to fit.
    draws, prior : dict of float64[n]
        By name of PARAMETERS; `noise` is float64[maps, n].
    parameters, level : LevelParameters and float64[n]
        Parameters and last level of the same draws, on the level's scale.
    missing : tuple of str
        One line for each thing that was not fitted.
    """

    fit: FrontFit
    losses: LossFit | None
    salient: SalientFit | None
    draws: dict[str, Floats]
    prior: dict[str, Floats]
    parameters: LevelParameters
    level: Floats
    missing: tuple[str, ...]


def fit_posterior(series: TrainingSeries, draws: int, seed: int) -> Posterior:
    """Fit everything that the series inform, and draw from it.

    Parameters
    ----------
    series : TrainingSeries
        What was observed.
    draws : int
        Number of equally weighted draws.
    seed : int
        Equal seeds give equal draws.
    """
    fit = fit_front(series.maps, seed)
    losses = None if series.losses is None else fit_losses(series.losses)
    salient = None if series.salient is None else fit_salient(series.salient)
    rng = np.random.Generator(np.random.PCG64([seed, DRAW_CHANNEL]))
    p, level = fit.level.resample(draws, rng)
    values = _level(p) | {
        "level_last": from_level(level, p.scale),
        "level_t0": from_level(later_level(level, p, series.ahead, rng), p.scale),
    }
    if fit.drift is not None:
        values["share_sd"], values["share_halflife"] = fit.drift.resample(draws, rng)
    if losses is not None:
        values["losses_claimed"], values["losses_shock"] = losses.resample(draws, rng)
    if salient is not None:
        decay, last, start = salient.resample(draws, series.ahead, rng)
        values |= {"salient_decay": decay, "salient_last": last, "salient_t0": start}
    prior = _prior(values, len(series.maps), draws, seed)
    missing = [
        ("sectors", fit.sectors is None, "the file has the total only"),
        ("losses_claimed", losses is None, "no rows of this target" if series.losses is None else "too few weeks"),
        (
            "salient_km2",
            salient is None,
            "no rows of this target" if series.salient is None else "gone or too few weeks",
        ),
    ]
    lines = tuple(f"{name}: not fitted, {why}" for name, absent, why in missing if absent)
    return Posterior(fit, losses, salient, values, prior, p, level, lines)


def _level(p: LevelParameters) -> dict[str, Floats]:
    return {
        "level_scale": p.scale,
        "level_halflife": p.halflife,
        "level_sd": p.sd,
        "level_mean": from_level(p.mean, p.scale),
        "level_shock": p.shock,
        "noise": p.noise,
    }


def _prior(fitted: dict[str, Floats], maps: int, draws: int, seed: int) -> dict[str, Floats]:
    """Draws from the prior of each fitted parameter. States have no prior of their own."""
    rng = np.random.Generator(np.random.PCG64([seed, PRIOR_CHANNEL]))
    prior = _level(from_normal(rng.standard_normal((draws, size(maps)))))
    if "share_sd" in fitted:
        half = (SD_GRID[1] - SD_GRID[0]) / 2.0
        prior["share_sd"] = rng.uniform(SD_GRID[0] - half, SD_GRID[-1] + half, draws)
        low, high = np.log(HALFLIFE_GRID[[0, -1]] / PRIOR_HALFLIFE) / PRIOR_SPREAD
        prior["share_halflife"] = PRIOR_HALFLIFE * np.exp(PRIOR_SPREAD * np.clip(rng.standard_normal(draws), low, high))
    if "losses_shock" in fitted:
        prior["losses_claimed"], prior["losses_shock"] = prior_losses(draws, rng)
    if "salient_decay" in fitted:
        prior["salient_decay"] = prior_decay(draws, rng)
    return prior
