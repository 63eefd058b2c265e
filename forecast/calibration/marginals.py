"""Turns posterior draws into entries of a config, and computes how much the gain changes with such separate entries.

An entry is a normal or log-normal distribution of one parameter, or a fixed number. Entries are independent of each
other, while the posterior draws are correlated.
"""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from forecast.calibration.diagnostics import WIDTH_80
from forecast.calibration.front_law import from_level, to_level
from forecast.calibration.level_prior import student_shock
from forecast.calibration.posterior import PARAMETERS, Posterior
from forecast.observations.series import Floats

if TYPE_CHECKING:
    from forecast.config import Experiment, Prior

STATE = ("level_t0", "pulse_t0", "losses_claimed", "salient_t0")
HORIZONS = (13, 52)
LEVELS = (0.1, 0.5, 0.9)
MEMBERS = 50_000
CHANNEL = 35
NEEDED = (
    "level_scale", "level_halflife", "level_sd", "level_mean", "level_shock", "pulse_halflife", "level_t0", "pulse_t0",
)  # fmt: skip


class Marginal(NamedTuple):
    """Posterior of one parameter as an entry of a config. Numbers are in the unit of that entry.

    Attributes
    ----------
    prior : Prior
        The config's entry for the same kernel parameter; gives name, unit and bounds.
    kind : str
        "lognormal", "normal" or "fixed".
    centre, spread : float
        Median and standard deviation of the log (lognormal), or mean and standard deviation (normal).
    low, high : float
        Ends of the central 80 % of the draws.
    parameter : str
        Name in PARAMETERS.
    """

    prior: "Prior"
    kind: str
    centre: float
    spread: float
    low: float
    high: float
    parameter: str

    def sample(self, n: int, rng: np.random.Generator) -> Floats:
        """Draw `n` values, in the unit of the parameter in PARAMETERS."""
        z = rng.standard_normal(n)
        x = self.centre * np.exp(self.spread * z) if self.kind == "lognormal" else self.centre + self.spread * z
        x = np.full(n, self.centre) if self.kind == "fixed" else x
        return np.asarray(x * self.prior.factor)

    @property
    def is_state(self) -> bool:
        """Whether the entry belongs to the state of the baseline; otherwise it belongs to the priors."""
        return self.parameter in STATE


def marginals(exp: "Experiment", posterior: Posterior) -> tuple[list[Marginal], list[str]]:
    """Make one entry for each fitted kernel parameter that the config sets. Also returns those that it does not set.

    An entry is normal if the config's entry is, or if a tenth of the draws or more is not positive; otherwise it is
    log-normal. An entry that the config fixes, without a dimension, stays fixed. The centre is the median of the draws.
    The spread is that of a normal or log-normal with the same width of the central 80 %.
    """
    by_row = {prior.sets: prior for prior in exp.priors.values() if prior.sets}
    entries, absent = [], []
    for name, parameter in PARAMETERS.items():
        if not parameter.row or name not in posterior.draws:
            continue
        prior = by_row.get(_row_name(exp, parameter.row))
        if prior is None:
            absent.append(parameter.row)
        else:
            entries.append(_marginal(name, prior, posterior.draws[name] / prior.factor))
    return entries, absent


def _row_name(exp: "Experiment", row: str) -> str:
    return f"{row[:-2]}.{exp.baseline.attacker}" if row.endswith("_1") else row


def _marginal(name: str, prior: "Prior", x: Floats) -> Marginal:
    low, median, high = (float(q) for q in np.quantile(x, [0.1, 0.5, 0.9]))
    kind = prior.distribution.kind
    if kind != "fixed" or prior.dimension is not None:
        kind = "normal" if kind == "normal" or low <= 0.0 else "lognormal"
    spread = (high - low) / WIDTH_80 if kind != "lognormal" else math.log(high / low) / WIDTH_80
    error = spread if kind != "lognormal" else median * spread
    return Marginal(prior, kind, rounded(median, error), two_digits(spread), low, high, name)


def error_decimals(error: float) -> int:
    """Return the number of decimals that shows two digits of an error; it is negative for an error of 100 or more."""
    return 1 - math.floor(math.log10(error)) if error > 0.0 else 6


def rounded(value: float, error: float) -> float:
    """Round a value to the second digit of its error."""
    return round(value, error_decimals(error))


def two_digits(value: float) -> float:
    """Round a positive number to two digits."""
    return round(value, error_decimals(value))


class SeparateRow(NamedTuple):
    """A quantile of the gain in `horizon` weeks, km2, computed from the level's equation alone.

    `level` is that of the quantile, 0 .. 1; `joint` comes from the joint draws, `separate` from the entries; `ratio` is
    separate divided by joint.
    """

    horizon: int
    level: float
    joint: float
    separate: float
    ratio: float


def separate_rows(posterior: Posterior, entries: Sequence[Marginal], seed: int) -> list[SeparateRow]:
    """Compare quantiles of the gain from the joint draws with those from the separate entries.

    Entries lose the correlations and the exact shapes of the draws. Both quantiles come from 50,000 paths with the same
    random numbers.

    Parameters
    ----------
    posterior : Posterior
        Joint draws.
    entries : sequence of Marginal
        The entries as they are written. If one of NEEDED is missing, there are no rows.
    seed : int
        Seed of the paths.
    """
    written = {entry.parameter: entry for entry in entries}
    if not set(NEEDED) <= set(written):
        return []
    rng = np.random.Generator(np.random.PCG64([seed, CHANNEL]))
    chosen = np.arange(MEMBERS) % len(posterior.state.level)
    joint = {name: posterior.draws[name][chosen] for name in NEEDED}
    separate = {name: written[name].sample(MEMBERS, rng) for name in NEEDED}
    sums = [
        _simulate_sums(values, np.random.Generator(np.random.PCG64([seed, CHANNEL, 1]))) for values in (joint, separate)
    ]
    rows = []
    for horizon in HORIZONS:
        for level in LEVELS:
            a, b = (float(np.quantile(gain[horizon], level)) for gain in sums)
            rows.append(SeparateRow(horizon, level, a, b, b / a))
    return rows


def _simulate_sums(v: Mapping[str, Floats], rng: np.random.Generator) -> dict[int, Floats]:
    scale, sd = v["level_scale"], v["level_sd"]
    phi, keep = 0.5 ** (1.0 / v["level_halflife"]), 0.5 ** (1.0 / v["pulse_halflife"])
    mean, pulse = to_level(v["level_mean"], scale), v["pulse_t0"]
    x = to_level(v["level_t0"], scale) - pulse
    gain, sums = np.zeros(len(x)), {}
    for week in range(1, max(HORIZONS) + 1):
        x = mean + phi * (x - mean) + sd * np.sqrt(1.0 - phi * phi) * rng.standard_normal(len(x))
        pulse = keep * pulse + v["level_shock"] * student_shock((len(x),), rng)
        gain = gain + from_level(x + pulse, scale)
        if week in HORIZONS:
            sums[week] = gain
    return sums
