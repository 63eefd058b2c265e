"""Fits all quantities and draws from their posterior, with equal weights; draws as many values from the prior.

Side 1 (suffix `_1`) is the attacker. The level is the slowly changing weekly pace of the front (`level_fit`). Week 0 is
the week in which a run starts. The salient is land of the attacker that the defender holds.
"""

from typing import NamedTuple

import numpy as np

from forecast.calibration.claimed_losses import LossFit, fit_losses, prior_losses
from forecast.calibration.front_fit import FrontFit, fit_front
from forecast.calibration.front_law import from_level
from forecast.calibration.level_prior import FrontState, LevelParameters, from_normal, later_state, size
from forecast.calibration.salient import SalientFit, fit_salient, prior_decay
from forecast.calibration.share_drift import HALFLIFE_GRID, PRIOR_HALFLIFE, PRIOR_SPREAD, SD_GRID
from forecast.calibration.training_series import TrainingSeries
from forecast.observations.series import Floats

DRAW_CHANNEL, PRIOR_CHANNEL = 30, 31


class FittedQuantity(NamedTuple):
    """A fitted quantity: the kernel parameter that it sets ("" if none), its unit and its meaning."""

    row: str
    unit: str
    about: str


PARAMETERS = {
    "level_scale": FittedQuantity("level_scale", "km2/week", "scale of the modulus transformation"),
    "level_halflife": FittedQuantity("level_halflife", "weeks", "half-life of a departure from the long-run level"),
    "level_sd": FittedQuantity("level_sd", "1", "stationary standard deviation of the level"),
    "level_mean": FittedQuantity("level_mean", "km2/week", "long-run weekly net gain"),
    "level_shock": FittedQuantity("level_shock", "1", "weekly shock of the front"),
    "pulse_halflife": FittedQuantity("pulse_halflife", "weeks", "half-life of a weekly shock"),
    "noise": FittedQuantity("", "1", "timing noise of each map"),
    "level_last": FittedQuantity("", "km2/week", "weekly net gain that the state stands for after the last week"),
    "pulse_last": FittedQuantity("", "1", "part of that state that is fading shocks, transformed units"),
    "level_t0": FittedQuantity("level_t0", "km2/week", "weekly net gain that the state stands for at week 0"),
    "pulse_t0": FittedQuantity("pulse_t0", "1", "part of that state that is fading shocks, transformed units"),
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
        Fits of the front, of the losses and of the salient. The last two are None if the observations do not allow it.
    draws, prior : dict of float64[n]
        Posterior and prior draws by name of PARAMETERS, in its units; `noise` is float64[maps, n].
    parameters, state : LevelParameters and FrontState
        The same posterior draws on the transformed scale: parameters of the level, and the state in the last week.
    missing : tuple of str
        One line for each quantity that was not fitted.
    """

    fit: FrontFit
    losses: LossFit | None
    salient: SalientFit | None
    draws: dict[str, Floats]
    prior: dict[str, Floats]
    parameters: LevelParameters
    state: FrontState
    missing: tuple[str, ...]


def fit_posterior(series: TrainingSeries, draws: int, seed: int) -> Posterior:
    """Fit every quantity for which there are observations, and draw from its posterior.

    Parameters
    ----------
    series : TrainingSeries
        Observed series.
    draws : int
        Number of equally weighted draws.
    seed : int
        Seed of the fits and the draws.
    """
    fit = fit_front(series.maps, seed)
    losses = None if series.losses is None else fit_losses(series.losses)
    salient = None if series.salient is None else fit_salient(series.salient)
    rng = np.random.Generator(np.random.PCG64([seed, DRAW_CHANNEL]))
    p, last = fit.level.resample(draws, rng)
    start = later_state(last, p, series.ahead, rng)
    values = _level_values(p) | {
        "level_last": from_level(last.total, p.scale),
        "pulse_last": last.pulse,
        "level_t0": from_level(start.total, p.scale),
        "pulse_t0": start.pulse,
    }
    if fit.drift is not None:
        values["share_sd"], values["share_halflife"] = fit.drift.resample(draws, rng)
    if losses is not None:
        values["losses_claimed"], values["losses_shock"] = losses.resample(draws, rng)
    if salient is not None:
        decay, then, now = salient.resample(draws, series.ahead, rng)
        values |= {"salient_decay": decay, "salient_last": then, "salient_t0": now}
    prior = _draw_prior(values, len(series.maps), draws, seed)
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
    return Posterior(fit, losses, salient, values, prior, p, last, lines)


def _level_values(p: LevelParameters) -> dict[str, Floats]:
    return {
        "level_scale": p.scale,
        "level_halflife": p.halflife,
        "level_sd": p.sd,
        "level_mean": from_level(p.mean, p.scale),
        "level_shock": p.shock,
        "pulse_halflife": p.pulse_halflife,
        "noise": p.noise,
    }


def _draw_prior(fitted: dict[str, Floats], maps: int, draws: int, seed: int) -> dict[str, Floats]:
    """Draw from the prior of each fitted parameter. States (values in one week) have no prior of their own."""
    rng = np.random.Generator(np.random.PCG64([seed, PRIOR_CHANNEL]))
    prior = _level_values(from_normal(rng.standard_normal((draws, size(maps)))))
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
