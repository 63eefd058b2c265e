"""What is not known and what is chance are told apart: known components are found again, with errors that hold."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from forecast.analysis.draw_band import draw_band
from forecast.analysis.estimates import Clusters
from forecast.analysis.split import Split, split

SEED = 4117
DRAWS, REPLICATES = 4000, 10
DRAW = np.repeat(np.arange(DRAWS), REPLICATES)
HALF = 1.2815516


def generator() -> np.random.Generator:
    print(f"seed {SEED}")
    return np.random.default_rng(SEED)


def of(values: NDArray[np.float64] | NDArray[np.bool_], draw: NDArray[np.int64] = DRAW) -> Split:
    found = split(values, draw)
    assert found is not None
    return found


def ends(found: Split) -> tuple[float, float]:
    return found.epistemic[0].value, found.epistemic[1].value


def test_that_the_split_finds_known_variances_and_bands() -> None:
    rng = generator()
    found = of(5.0 + 2.0 * rng.normal(size=DRAWS)[DRAW] + 3.0 * rng.normal(size=DRAW.size))
    assert found.aleatory is not None
    assert found.sd_epistemic.value == pytest.approx(2.0, rel=0.05)
    assert found.sd_aleatory.value == pytest.approx(3.0, rel=0.02)
    assert found.epistemic_share.value == pytest.approx(4.0 / 13.0, rel=0.08)
    assert ends(found) == pytest.approx((5.0 - 2.0 * HALF, 5.0 + 2.0 * HALF), abs=0.15)
    assert [end.value for end in found.aleatory] == pytest.approx([5.0 - 3.0 * HALF, 5.0 + 3.0 * HALF], abs=0.15)


def test_that_chance_does_not_widen_the_epistemic_band_when_it_is_most_of_the_spread() -> None:
    """Variance of the draws' means: 1 that is meant and 3.6 of noise; the raw band is more than twice as wide."""
    rng = generator()
    values = rng.normal(size=DRAWS)[DRAW] + 6.0 * rng.normal(size=DRAW.size)
    low, high = ends(of(values))
    raw = np.quantile(values.reshape(DRAWS, -1).mean(axis=1), [0.1, 0.9])
    assert high - low == pytest.approx(2.0 * HALF, rel=0.12)
    assert raw[1] - raw[0] > 2.0 * (high - low) * 0.95


@pytest.mark.parametrize(("a", "b"), [(3.0, 7.0), (0.6, 1.4), (1.0, 30.0)])
def test_that_the_epistemic_band_of_a_probability_is_freed_of_replicate_noise(a: float, b: float) -> None:
    rng = generator()
    chance = rng.beta(a, b, size=DRAWS)
    hit = rng.random(DRAW.size) < chance[DRAW]
    found = of(hit)
    assert found.aleatory is None
    low, high = np.quantile(chance, [0.1, 0.9])
    assert ends(found) == pytest.approx((low, high), abs=0.02)
    raw = np.quantile(hit.reshape(DRAWS, -1).mean(axis=1), [0.1, 0.9])
    assert abs(raw[0] - low) + abs(raw[1] - high) > abs(ends(found)[0] - low) + abs(ends(found)[1] - high)


def test_that_the_variance_is_right_where_the_form_of_the_band_is_not() -> None:
    """Two camps of draws: no beta distribution. The spread is found; the ends are off, by less than raw ones."""
    rng = generator()
    chance = np.where(rng.random(DRAWS) < 0.5, 0.2, 0.7)
    found = of(rng.random(DRAW.size) < chance[DRAW])
    assert found.sd_epistemic.value == pytest.approx(0.25, rel=0.03)
    assert ends(found) == pytest.approx((0.2, 0.7), abs=0.13)


@pytest.mark.parametrize("slope", [0.65, -0.65])
def test_that_a_conditional_outcome_is_not_misjudged_because_some_draws_have_more_of_it(slope: float) -> None:
    """Draws in which a ceasefire is frequent have more members with one, and other chances that it lasts.

    The standard deviation to find weighs draws by their members. Pooling the noise over members would miss it by 0.02.
    """
    rng = generator()
    often = rng.beta(1.0, 2.0, size=DRAWS)
    lasts = 0.625 + slope * (often - 0.5)
    has = rng.random(DRAW.size) < often[DRAW]
    found = of(np.where(has, rng.random(DRAW.size) < lasts[DRAW], np.nan))
    centre = np.average(lasts, weights=often)
    truth = math.sqrt(np.average((lasts - centre) ** 2, weights=often))
    assert found.sd_epistemic.value == pytest.approx(truth, abs=0.011)
    assert found.sd_epistemic.n == has.sum()


def test_that_pure_chance_has_no_epistemic_part_and_a_short_last_draw_is_allowed() -> None:
    values = generator().normal(size=DRAW.size - 5)
    found = of(values, DRAW[: values.size])
    assert found.sd_epistemic.value < 0.1
    assert found.sd_aleatory.value == pytest.approx(1.0, rel=0.02)


def test_that_the_errors_are_those_of_repeated_runs() -> None:
    """100 runs of 300 draws: errors and spread agree within 30%; the spread itself is known to 7%."""
    rng = generator()
    draw = np.repeat(np.arange(300), REPLICATES)
    values, errors = [], []
    for _ in range(100):
        found = of(np.exp(0.5 * rng.normal(size=300))[draw] + rng.normal(size=draw.size), draw)
        assert found.aleatory is not None
        parts = (found.sd_epistemic, found.sd_aleatory, found.epistemic_share, *found.epistemic, *found.aleatory)
        values.append([part.value for part in parts])
        errors.append([part.mcse for part in parts])
    ratio = np.sqrt(np.mean(np.square(errors), axis=0)) / np.std(values, axis=0)
    assert np.all((ratio > 0.7) & (ratio < 1.3)), ratio


def test_that_the_given_clusters_are_behind_the_errors() -> None:
    """Draws of one scramble that move together: the error by scrambles is several times the one by draws."""
    rng = generator()
    scramble = DRAW // (DRAWS // 16)
    values = rng.normal(size=16)[scramble] + rng.normal(size=DRAW.size)
    apart, together = split(values, DRAW), split(values, DRAW, Clusters(scramble))
    assert apart is not None and together is not None
    assert together.sd_epistemic.value == apart.sd_epistemic.value
    assert together.sd_epistemic.mcse > 3.0 * apart.sd_epistemic.mcse


def test_that_one_replicate_allows_no_split_and_a_constant_has_no_share() -> None:
    assert split(np.arange(10.0), np.arange(10)) is None
    still = of(np.zeros(20), np.repeat(np.arange(10), 2))
    assert math.isnan(still.epistemic_share.value) and ends(still) == (0.0, 0.0)


def test_that_the_band_and_the_share_of_a_difference_are_freed_of_chance() -> None:
    """Draws differ by 2 around 1, members by 12: the raw share above 0 is near a half, the true one is 0.69."""
    rng = generator()
    gap = 1.0 + 2.0 * rng.normal(size=DRAWS)[DRAW] + 12.0 * rng.normal(size=DRAW.size)
    band = draw_band(gap, DRAW, Clusters(DRAW))
    raw = float(np.mean(gap.reshape(DRAWS, -1).mean(axis=1) > 0.0))
    assert band.in_favour.value == pytest.approx(0.6915, abs=max(4.0 * band.in_favour.mcse, 0.02))
    assert raw < 0.62
    assert band.low.value == pytest.approx(1.0 - 2.0 * HALF, abs=4.0 * band.low.mcse)
    assert band.high.value == pytest.approx(1.0 + 2.0 * HALF, abs=4.0 * band.high.mcse)
    turned = draw_band(-gap, DRAW, Clusters(DRAW))
    assert turned.low.value == pytest.approx(-band.high.value)
    assert turned.in_favour.value == pytest.approx(1.0 - band.in_favour.value)


def test_that_a_difference_that_no_draw_has_counts_half_and_nobody_gives_nothing() -> None:
    nothing = draw_band(np.zeros(DRAW.size), DRAW, Clusters(DRAW))
    assert (nothing.low.value, nothing.high.value, nothing.in_favour.value) == (0.0, 0.0, 0.5)
    unknown = draw_band(np.full(40, np.nan), DRAW[:40], Clusters(DRAW[:40]))
    assert math.isnan(unknown.in_favour.value) and unknown.in_favour.n == 0


@pytest.mark.parametrize("kind", ["one way", "both ways, skewed", "both ways"])
def test_that_the_band_of_flags_has_the_form_of_the_draws(kind: str) -> None:
    """10,000 draws of ten members. A policy that can only help has no draw far below zero, whatever the noise says."""
    rng, n = generator(), 10_000
    help_ = np.clip(rng.lognormal(math.log(0.03), 0.9, n), 0.0, 0.5)
    churn = 0.0 if kind == "one way" else 0.02
    effect = {"both ways": 0.04 + 0.05 * rng.normal(size=n)}.get(kind, help_)
    more, less = np.maximum(effect, 0.0) + churn, np.maximum(-effect, 0.0) + churn
    chance = rng.random((n, 10))
    gap = (chance < more[:, None]).astype(float) - (chance > 1.0 - less[:, None])
    draw = np.repeat(np.arange(n), 10)
    band = draw_band(gap.ravel(), draw, Clusters(draw // 100))
    low, high = np.quantile(effect, (0.1, 0.9))
    assert band.low.value == pytest.approx(low, abs=0.012)
    assert band.high.value == pytest.approx(high, abs=0.012)
    assert band.in_favour.value == pytest.approx(float(np.mean(effect > 0.0)), abs=0.04)
    turned = draw_band(-gap.ravel(), draw, Clusters(draw // 100))
    assert turned.low.value == pytest.approx(-band.high.value)
    assert turned.in_favour.value == pytest.approx(1.0 - band.in_favour.value)


def test_that_no_band_of_a_difference_of_shares_passes_a_hundred_points() -> None:
    """Half of the draws have 1, half have 0, and a few members have -1: a normal form alone would pass 1."""
    draw = np.repeat(np.arange(400), 10)
    gap = np.where(draw % 2, 1.0, 0.0)
    gap[:3] = -1.0
    band = draw_band(gap, draw, Clusters(draw))
    assert band.high.value == 1.0 and -1.0 < band.low.value < 0.0
    turned = draw_band(-gap, draw, Clusters(draw))
    assert turned.low.value == -1.0 and turned.high.value == pytest.approx(-band.low.value)
