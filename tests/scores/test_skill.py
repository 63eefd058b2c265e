"""Mean scores and their ratio over origins that overlap."""

import math

import numpy as np
import pytest

from forecast.scores.block_bootstrap import OriginBlocks, origin_blocks
from forecast.scores.skill import mean_score, skill


def overlapping(rng: np.random.Generator, n: int, horizon: int, step: int) -> np.ndarray:
    """Absolute sums of `horizon` weeks of noise from origins `step` weeks apart, mean 1."""
    path = np.concatenate(([0.0], np.cumsum(rng.normal(size=(n - 1) * step + horizon))))
    start = np.arange(n) * step
    return np.abs(path[start + horizon] - path[start]) / math.sqrt(2 * horizon / math.pi)


def test_that_blocks_are_as_long_as_the_overlap() -> None:
    assert origin_blocks(17, 1, 4) == (17, 2, 17)
    assert origin_blocks(17, 13, 4) == (17, 4, 5)
    assert origin_blocks(17, 26, 4) == (17, 7, 3)
    assert origin_blocks(17, 52, 4) == (17, 8, 2)
    assert origin_blocks(3, 52, 4) == (3, 1, 1)
    assert origin_blocks(1, 4, 4) == (1, 1, 1)
    assert origin_blocks(17, 13, 4, length=6).length == 6
    for n, horizon, step, length in ((0, 1, 1, None), (5, 0, 1, None), (5, 1, 0, None), (5, 1, 1, 6)):
        with pytest.raises(ValueError):
            origin_blocks(n, horizon, step, length)


def test_that_resampled_origins_come_in_blocks(seed: int) -> None:
    drawn = OriginBlocks(17, 4, 5).resampled(np.random.default_rng(seed), 2_000)
    assert drawn.shape == (2_000, 17)
    assert (drawn.min(), drawn.max()) == (0, 16)
    assert np.all(np.diff(drawn[:, :4], axis=1) == 1) and np.all(np.diff(drawn[:, 4:8], axis=1) == 1)
    assert set(drawn[:, 0]) == set(range(14))


def test_that_a_known_ratio_is_found(seed: int) -> None:
    """Within the 95% interval widened by a half: by chance once in 300 or so; the point within 10%: once in 10,000."""
    rng = np.random.default_rng(seed)
    shared = overlapping(rng, 400, 8, 4)
    ours, other = 0.8 * shared + 0.05 * rng.random(400), shared + 0.0625 * rng.random(400)
    result = skill(ours, other, origin_blocks(400, 8, 4), rng)
    assert result.ratio == pytest.approx(0.8, rel=0.1)
    assert result.skill == 1 - result.ratio
    assert result.low95 / 1.03 < 0.8 < result.high95 * 1.03
    assert result.low95 < result.low80 < result.ratio < result.high80 < result.high95 < 1.0
    assert (result.n, result.windows) == (400, 200)


def test_that_twins_have_a_ratio_of_one(seed: int) -> None:
    rng = np.random.default_rng(seed)
    scores = rng.gamma(2.0, size=17)
    assert skill(scores, scores, origin_blocks(17, 4, 4), rng)[:5] == pytest.approx((1.0,) * 5)


@pytest.mark.parametrize(("horizon", "low80", "low95"), [(1, 0.67, 0.87), (13, 0.62, 0.86), (26, 0.56, 0.86)])
def test_that_intervals_of_equal_models_hold_one(seed: int, horizon: int, low80: float, low95: float) -> None:
    """17 origins, 400 worlds; the bounds are 4.5 standard errors below what 1,200 worlds gave: once in 100,000."""
    rng = np.random.default_rng(seed)
    blocks = origin_blocks(17, horizon, 4)
    held = []
    for _ in range(400):
        one, two = overlapping(rng, 17, horizon, 4), overlapping(rng, 17, horizon, 4)
        first = skill(0.2 + one, 0.2 + 0.7 * one + 0.3 * two, blocks, rng, replicates=200)
        other = skill(0.2 + 0.7 * one + 0.3 * two, 0.2 + 0.7 * two + 0.3 * one, blocks, rng, replicates=200)
        held.append(
            (
                first.low80 < first.ratio < first.high80,
                other.low80 < 1 < other.high80,
                other.low95 < 1 < other.high95,
            )
        )
    shares = np.mean(held, axis=0)
    assert shares[0] == 1.0
    assert low80 < shares[1] < 0.9
    assert low95 < shares[2]


@pytest.mark.parametrize("horizon", [1, 13])
def test_that_the_error_of_a_mean_is_its_spread_over_worlds(seed: int, horizon: int) -> None:
    """500 worlds: within 0.7 .. 1.2 of the spread, where plain errors of independent origins give 0.55 at 13 weeks."""
    rng = np.random.default_rng(seed)
    blocks = origin_blocks(40, horizon, 4)
    means = [mean_score(overlapping(rng, 40, horizon, 4), blocks, rng, 200) for _ in range(500)]
    spread = np.std([f.value for f in means])
    assert 0.7 < np.mean([f.se for f in means]) / spread < 1.2
    assert np.mean([f.value for f in means]) == pytest.approx(1.0, abs=5 * spread / math.sqrt(500))


def test_that_equal_generators_give_equal_results() -> None:
    scores = np.random.default_rng(1).gamma(2.0, size=(2, 17))
    first, again = (skill(*scores, origin_blocks(17, 13, 4), np.random.default_rng(3)) for _ in range(2))
    assert first == again
    assert mean_score(scores[0], origin_blocks(17, 13, 4), np.random.default_rng(3)).windows == 5


def test_that_what_is_not_known_is_nan() -> None:
    rng = np.random.default_rng(1)
    alone = skill([1.0, 2.0, 3.0], [2.0, 2.0, 2.0], origin_blocks(3, 52, 4), rng)
    assert alone.ratio == 1.0 and math.isnan(alone.low80)
    assert math.isnan(mean_score([1.0, 2.0, 3.0], origin_blocks(3, 52, 4), rng).se)
    assert math.isnan(skill([1.0, 2.0], [0.0, 0.0], origin_blocks(2, 1, 4), rng).ratio)
    below = skill([-0.1, 1.0, 1.0, 1.0], [1.0, 1.0, 1.0, 1.0], origin_blocks(4, 1, 4, length=1), rng)
    assert below.ratio == pytest.approx(0.725) and math.isnan(below.high95)
    with pytest.raises(ValueError, match="finite"):
        mean_score([1.0, math.nan], origin_blocks(2, 1, 4), rng)
