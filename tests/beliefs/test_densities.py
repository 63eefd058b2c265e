"""Weights by density ratios turn quantiles of a prior into the distribution that is believed."""

import numpy as np
import pytest
from scipy import stats

from forecast.beliefs.densities import log_density, log_ratio
from forecast.config.belief_support import support_of
from forecast.config.prior import (
    Beta,
    Choice,
    Distribution,
    Gamma,
    Lognormal,
    Normal,
    Prior,
    Triangular,
    Uniform,
)
from forecast.experiment.distributions import quantile, spread_of

POINTS = 100_000


def prior(distribution: Distribution, at_least: float | None = None, at_most: float | None = None) -> Prior:
    return Prior(
        name="x", about="an input", sets=None, unit="1", distribution=distribution, at_least=at_least, at_most=at_most,
        dimension=1, source="made up", grade="C", note=None, as_of=None, factor=1.0,
    )  # fmt: skip


def drawn(of: Prior) -> np.ndarray:
    """Quantiles of a prior at a fine grid, as a run stores them."""
    return quantile(of, (np.arange(POINTS) + 0.5) / POINTS).astype(np.float64)


PAIRS = {
    "normal": (prior(Normal(mean=1.0, sd=0.5)), prior(Normal(mean=1.3, sd=0.4))),
    "lognormal": (prior(Lognormal(median=2.0, sdlog=0.6)), prior(Lognormal(median=2.5, sdlog=0.5))),
    "lognormal to gamma": (prior(Lognormal(median=2.0, sdlog=0.8)), prior(Gamma(shape=6.0, rate=3.0))),
    "beta": (prior(Beta(a=4.0, b=6.0)), prior(Beta(a=3.0, b=9.0))),
    "uniform to beta": (prior(Uniform(low=0.0, high=1.0)), prior(Beta(a=2.0, b=5.0))),
    "gamma": (prior(Gamma(shape=1.0, rate=1.0)), prior(Gamma(shape=2.0, rate=1.0))),
    "triangular": (prior(Triangular(min=3.0, mode=9.0, max=20.0)), prior(Triangular(min=3.0, mode=15.0, max=20.0))),
    "triangular to inside": (prior(Triangular(min=0.1, mode=0.3, max=0.5)), prior(Uniform(low=0.2, high=0.4))),
    "mode at an end": (prior(Triangular(min=1.0, mode=1.0, max=4.0)), prior(Triangular(min=1.0, mode=2.0, max=4.0))),
    "choice": (
        prior(Choice(values=(1.5, 2.0, 3.1), weights=(2.0, 2.0, 1.0))),
        prior(Choice(values=(1.5, 3.1), weights=(1.0, 2.0))),
    ),
    "clipped below": (prior(Normal(mean=0.2, sd=0.2), at_least=0.1), prior(Normal(mean=0.3, sd=0.18), at_least=0.1)),
    "clipped twice": (
        prior(Normal(mean=0.42, sd=0.1), at_least=0.3, at_most=0.52),
        prior(Normal(mean=0.48, sd=0.09), at_least=0.3, at_most=0.52),
    ),
    "clip that is never reached": (
        prior(Lognormal(median=5.3, sdlog=1.0), at_most=52.0),
        prior(Lognormal(median=7.0, sdlog=0.7), at_most=52.0),
    ),
    "beta below a clip": (prior(Beta(a=31.0, b=2.7), at_most=0.99), prior(Beta(a=20.0, b=4.0), at_most=0.99)),
}


@pytest.mark.parametrize("name", PAIRS)
def test_that_weights_turn_the_prior_into_the_belief(name: str) -> None:
    old, new = PAIRS[name]
    values = drawn(old)
    weights = np.exp(log_ratio(values, old, new))
    assert np.mean(weights) == pytest.approx(1.0, abs=2e-3)
    asked = drawn(new)
    for power in (1, 2):
        assert np.mean(weights * values**power) == pytest.approx(np.mean(asked**power), rel=3e-3)
    for level in (0.25, 0.75):
        bound = np.quantile(asked, level)
        assert np.mean(weights * (values <= bound)) == pytest.approx(np.mean(asked <= bound), abs=3e-3)


@pytest.mark.parametrize("name", PAIRS)
def test_that_the_prior_itself_changes_nothing(name: str) -> None:
    for one in PAIRS[name]:
        assert not log_ratio(drawn(one), one, one).any()


def test_that_a_clip_has_the_mass_beyond_it() -> None:
    clipped = prior(Normal(mean=0.0, sd=1.0), at_least=-1.0, at_most=2.0)
    mass = np.exp(log_density(clipped, np.array([-1.0, 2.0]), support_of(clipped)))
    assert mass == pytest.approx([stats.norm.cdf(-1.0), stats.norm.sf(2.0)])


def test_that_densities_are_those_of_scipy() -> None:
    laws = {
        Normal(mean=1.0, sd=0.5): stats.norm(1.0, 0.5),
        Lognormal(median=2.0, sdlog=0.6): stats.lognorm(0.6, scale=2.0),
        Beta(a=3.0, b=9.0): stats.beta(3.0, 9.0),
        Gamma(shape=2.5, rate=3.0): stats.gamma(2.5, scale=1.0 / 3.0),
        Triangular(min=0.1, mode=0.6, max=0.8): stats.triang(5.0 / 7.0, loc=0.1, scale=0.7),
        Uniform(low=0.1, high=0.8): stats.uniform(0.1, 0.7),
    }
    x = np.array([0.2, 0.45, 0.7])
    for distribution, law in laws.items():
        one = prior(distribution)
        assert log_density(one, x, support_of(one)) == pytest.approx(law.logpdf(x), rel=1e-12)


def test_that_a_draw_rounded_onto_an_end_has_a_finite_weight() -> None:
    old, new = prior(Beta(a=2.0, b=2.0)), prior(Beta(a=3.0, b=1.5))
    assert np.isfinite(log_ratio(np.array([0.0, 1.0]), old, new)).all()
    low = prior(Triangular(min=0.1, mode=0.3, max=0.5))
    ends = np.array([0.1, 0.3, 0.5], dtype=np.float32).astype(np.float64)
    assert np.isfinite(log_ratio(ends, low, prior(Triangular(min=0.1, mode=0.4, max=0.5)))).all()


def test_that_the_spread_of_a_shape_is_the_mean_and_sd_that_was_written() -> None:
    from forecast.config.belief_models import BelievedBeta

    shapes = BelievedBeta(mean=0.2, sd=0.1).shapes
    assert spread_of(prior(shapes)).mean == pytest.approx(0.2)
    assert stats.beta(shapes.a, shapes.b).std() == pytest.approx(0.1)
