"""What is lost when posterior draws become one-line distributions: their correlations, and their exact shapes."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from forecast.calibration.front_law import from_level, to_level
from forecast.calibration.level_filter import DEGREES, UNIT_VARIANCE
from forecast.calibration.marginals import Marginal
from forecast.calibration.posterior import Posterior
from forecast.observations.series import Floats

HORIZONS = (13, 52)
LEVELS = (0.1, 0.5, 0.9)
MEMBERS = 50_000
CHANNEL = 35
MOST_SHOCK = 8.0
NEEDED = ("level_scale", "level_halflife", "level_sd", "level_mean", "level_shock", "level_t0")


class SeparateRow(NamedTuple):
    """A quantile of the gain over `horizon` weeks by the level's equation alone, km2; ratio: separate over joint."""

    horizon: int
    level: float
    joint: float
    separate: float
    ratio: float


def separate(found: Posterior, entries: Sequence[Marginal], seed: int) -> list[SeparateRow]:
    """Quantiles from the joint draws and from the entries as written; none if the config lacks one of them.

    Both see the same random numbers of the weeks, 50,000 paths each.
    """
    written = {entry.parameter: entry for entry in entries}
    if not set(NEEDED) <= set(written):
        return []
    rng = np.random.Generator(np.random.PCG64([seed, CHANNEL]))
    chosen = np.arange(MEMBERS) % len(found.level)
    joint = {name: found.draws[name][chosen] for name in NEEDED}
    alone = {name: written[name].sample(MEMBERS, rng) for name in NEEDED}
    rows = []
    sums = [_sums(values, np.random.Generator(np.random.PCG64([seed, CHANNEL, 1]))) for values in (joint, alone)]
    for horizon in HORIZONS:
        for level in LEVELS:
            a, b = (float(np.quantile(part[horizon], level)) for part in sums)
            rows.append(SeparateRow(horizon, level, a, b, b / a))
    return rows


def _sums(v: Mapping[str, Floats], rng: np.random.Generator) -> dict[int, Floats]:
    scale, sd = v["level_scale"], v["level_sd"]
    phi = 0.5 ** (1.0 / v["level_halflife"])
    mean, x = to_level(v["level_mean"], scale), to_level(v["level_t0"], scale)
    gain, found = np.zeros(len(x)), {}
    for week in range(1, max(HORIZONS) + 1):
        x = mean + phi * (x - mean) + sd * np.sqrt(1.0 - phi * phi) * rng.standard_normal(len(x))
        shock = np.clip(rng.standard_t(DEGREES, len(x)), -MOST_SHOCK, MOST_SHOCK) * np.sqrt(UNIT_VARIANCE)
        gain = gain + from_level(x + v["level_shock"] * shock, scale)
        if week in HORIZONS:
            found[week] = gain
    return found
