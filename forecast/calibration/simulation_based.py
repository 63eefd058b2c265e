"""Simulation-based calibration (Talts et al. 2018): checks that the fit of the level recovers known parameters.

Parameters are drawn from the prior, and a synthetic record is simulated from them. The fit draws from its posterior
given that record, and the rank of each true value among those draws is stored. If simulator, prior, filter and sampler
agree, all ranks are equally likely.
"""

import time
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from forecast.calibration.level_fit import LevelFit, fit_level
from forecast.calibration.level_prior import FrontState, LevelParameters, from_normal, size
from forecast.calibration.synthetic import Maker, as_filtered, as_simulated
from forecast.observations.series import Floats
from forecast.scores.uniformity import Histogram, rank_histogram, ranks

DRAWS = 99
WEEKS = 105
CHANNEL = 32
MAKERS: dict[str, Maker] = {"as the filter assumes": as_filtered, "as the kernel and maps make them": as_simulated}
Fit = Callable[[Floats, np.random.Generator], tuple[LevelParameters, FrontState]]


class RankCheck(NamedTuple):
    """Rank histograms by parameter for one kind of synthetic records, and the minutes that they took."""

    maker: str
    histograms: dict[str, Histogram]
    minutes: float


def resampled(net: Floats, rng: np.random.Generator) -> tuple[LevelParameters, FrontState]:
    """Fit net gains float64[weeks, maps] and draw 99 vectors of parameters, each with a last state."""
    fit: LevelFit = fit_level(net, rng)
    return fit.resample(DRAWS, rng)


def check_ranks(
    maker: str,
    records: int,
    maps: int,
    seed: int,
    fit: Fit = resampled,
    progress: Callable[[int], None] | None = None,
) -> RankCheck:
    """Compute the ranks of the true values of synthetic records of 105 weeks.

    Parameters
    ----------
    maker : str
        Kind of records, a key of MAKERS.
    records : int
        Number of records.
    maps : int
        Number of maps of each record.
    seed : int
        Seed of the true values, the records and the fits.
    fit : callable
        Fits one record and draws from its posterior; see `resampled`.
    progress : callable, optional
        Called after each record with the number of records done.
    """
    began = time.monotonic()
    by_name: dict[str, list[int]] = {}
    for number in range(records):
        rng = np.random.Generator(np.random.PCG64([seed, CHANNEL, list(MAKERS).index(maker), number]))
        truth = from_normal(rng.standard_normal((1, size(maps))))
        net, last = MAKERS[maker](truth, WEEKS, rng)
        p, state = fit(net[:, :, 0].T, rng)
        true, drawn = ranked_values(truth, last), ranked_values(p, state)
        for name, value in drawn.items():
            by_name.setdefault(name, []).append(int(ranks(value, true[name][0], rng)))
        if progress is not None:
            progress(number + 1)
    histograms = {name: rank_histogram(r, DRAWS) for name, r in by_name.items()}
    return RankCheck(maker, histograms, (time.monotonic() - began) / 60.0)


def ranked_values(p: LevelParameters, state: FrontState) -> dict[str, Floats]:
    """Return the quantities that are ranked, float64[draws] by name. Levels are on the transformed scale."""
    noise = {f"noise_{i + 1}": r for i, r in enumerate(p.noise)}
    return {
        "level_scale": p.scale,
        "level_halflife": p.halflife,
        "level_sd": p.sd,
        "level_mean": p.mean,
        "level_shock": p.shock,
        "pulse_halflife": p.pulse_halflife,
        **noise,
        "level_last": state.total,
        "pulse_last": state.pulse,
    }
