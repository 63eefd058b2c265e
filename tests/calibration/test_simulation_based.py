"""Truths lie anywhere among posterior draws equally often, and a wrong posterior does not pass."""

from typing import NamedTuple

import numpy as np
import pytest

from forecast.calibration.front_law import to_level
from forecast.calibration.level_fit import fit_level
from forecast.calibration.level_prior import FrontState, LevelParameters, from_normal, size
from forecast.calibration.simulation_based import DRAWS, MAKERS, check_ranks
from forecast.observations.series import Floats

SEED = 20241220
FILTERED, SIMULATED = MAKERS


class Shrunk(NamedTuple):
    """A fit whose posterior is `factor` times as wide as it should be, about its median."""

    factor: float

    def __call__(self, net: Floats, rng: np.random.Generator) -> tuple[LevelParameters, FrontState]:
        p, state = fit_level(net, rng, draws=1000).resample(DRAWS, rng)

        def about(x: Floats) -> Floats:
            return np.asarray(np.median(x) + self.factor * (x - np.median(x)))

        logs = [np.exp(about(np.log(x))) for x in (p.scale, p.halflife, p.sd, p.shock, p.pulse_halflife)]
        noise = np.array([np.exp(about(np.log(x))) for x in p.noise])
        scale, halflife, sd, shock, pulse_halflife = logs
        narrow = FrontState(about(state.level), about(state.pulse))
        return LevelParameters(scale, halflife, sd, about(p.mean), shock, pulse_halflife, noise), narrow


def test_that_a_posterior_half_as_wide_is_caught() -> None:
    """60 records: truths pile up in the outer tenths of at least six of ten quantities."""
    check = check_ranks(FILTERED, 60, 2, SEED, Shrunk(0.5))
    assert sum(h.p_chi_square < 1e-3 for h in check.histograms.values()) >= 6


@pytest.mark.validate
def test_that_ranks_are_flat_where_records_are_as_the_filter_takes_them() -> None:
    """400 records at a fixed seed, ten quantities, two tests each: level 0.05/20 for each."""
    check = check_ranks(FILTERED, 400, 2, SEED)
    for name, h in check.histograms.items():
        assert min(h.p_chi_square, h.p_kolmogorov) > 0.05 / 20, (name, h)


@pytest.mark.validate
def test_that_level_and_spread_stay_right_with_the_noise_of_the_maps() -> None:
    """The maps' noise comes back in the next week, which the filter does not know: shock and noises are too large.

    What a forecast rests on stays flat at the same level: scale, spread, long-run level, half-life, last level.
    """
    histograms = check_ranks(SIMULATED, 200, 2, SEED).histograms
    for name in (
        "level_scale", "level_sd", "level_mean", "level_halflife", "pulse_halflife", "level_last", "pulse_last"
    ):  # fmt: skip
        assert min(histograms[name].p_chi_square, histograms[name].p_kolmogorov) > 0.05 / 14, name


def test_that_the_prior_is_the_one_that_is_documented(seed: int) -> None:
    p = from_normal(np.random.default_rng(seed).standard_normal((20_000, size(2))))
    assert np.median(p.halflife) == pytest.approx(52.0, rel=0.03) and np.log(p.sd).std() == pytest.approx(0.5, rel=0.03)
    assert (p.mean - to_level(np.array(80.0), p.scale)).std() == pytest.approx(1.0, rel=0.03)
    assert np.median(p.pulse_halflife) == pytest.approx(6.0, rel=0.03)
    assert np.median(p.sd) == pytest.approx(1.06, rel=0.03)
    assert p.noise.shape == (2, 20_000)
