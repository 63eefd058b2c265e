"""Simulation-based calibration (Talts et al. 2018): is the truth anywhere among posterior draws equally often?

Parameters are drawn from the prior, a record of them is made, the fit draws from its posterior, and the rank of each
true value among those draws is kept. Ranks are flat if simulator, prior, filter and sampler agree.
"""

import time
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from forecast.calibration.level_fit import LevelFit, fit_level
from forecast.calibration.level_prior import LevelParameters, from_normal, size
from forecast.calibration.synthetic import Maker, as_filtered, as_simulated
from forecast.observations.series import Floats
from forecast.scores.uniformity import Histogram, rank_histogram, ranks

DRAWS = 99
WEEKS = 105
CHANNEL = 32
MAKERS: dict[str, Maker] = {"as the filter assumes": as_filtered, "as the kernel and maps make them": as_simulated}
Fit = Callable[[Floats, np.random.Generator], tuple[LevelParameters, Floats]]


class Check(NamedTuple):
    """Rank histogram by parameter for one way to make records, and the minutes that it took."""

    maker: str
    histograms: dict[str, Histogram]
    minutes: float


def resampled(net: Floats, rng: np.random.Generator) -> tuple[LevelParameters, Floats]:
    """DRAWS posterior draws of the parameters and of the last level."""
    fit: LevelFit = fit_level(net, rng)
    return fit.resample(DRAWS, rng)


def check(
    maker: str, records: int, maps: int, seed: int, fit: Fit = resampled, told: Callable[[int], None] | None = None
) -> Check:
    """Ranks of `records` synthetic records of 105 weeks. told: called with the number done."""
    began = time.monotonic()
    found: dict[str, list[int]] = {}
    for number in range(records):
        rng = np.random.Generator(np.random.PCG64([seed, CHANNEL, list(MAKERS).index(maker), number]))
        truth = from_normal(rng.standard_normal((1, size(maps))))
        net, last = MAKERS[maker](truth, WEEKS, rng)
        p, level = fit(net[:, :, 0].T, rng)
        true, drawn = values(truth, last), values(p, level)
        for name, value in drawn.items():
            found.setdefault(name, []).append(int(ranks(value, true[name][0], rng)))
        if told is not None:
            told(number + 1)
    histograms = {name: rank_histogram(r, DRAWS) for name, r in found.items()}
    return Check(maker, histograms, (time.monotonic() - began) / 60.0)


def values(p: LevelParameters, level: Floats) -> dict[str, Floats]:
    """What is ranked, one value a draw. The level is that of the transformed scale."""
    noise = {f"noise_{i + 1}": r for i, r in enumerate(p.noise)}
    return {
        "level_scale": p.scale,
        "level_halflife": p.halflife,
        "level_sd": p.sd,
        "level_mean": p.mean,
        "level_shock": p.shock,
        **noise,
        "level_last": level,
    }
