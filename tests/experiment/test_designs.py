"""Unit-cube columns: ranges, keys, strata, nets."""

import itertools

import numpy as np
import pytest
from scipy import stats
from scipy.stats import qmc

from forecast.experiment.designs import SCRAMBLES, lay_out, prior_key
from forecast_kernels.numeric import channels
from forecast_kernels.numeric.philox import philox_arrays

KEYS = [prior_key(f"prior_{i}", i) for i in range(1, 13)]
LAYOUTS = ["mc", "sobol", "lhs"]
KNOWN = {
    "mc": [[3853922869, 1504750975, 2360846219], [1093310553, 1684740145, 2660197234]],
    "sobol": [[1609808883, 1348821589, 1782371682], [763242290, 2321546982, 3726034184]],
    "lhs": [[490850555, 4293736436, 1567814876], [1321485867, 1571715580, 155998620]],
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_that_any_split_gives_the_same_columns(layout: str, seed: int) -> None:
    cube = lay_out(layout, seed, 1000, KEYS)
    whole = cube.columns(0, 1000)
    assert whole.shape == (12, 1000) and whole.min() > 0.0 and whole.max() < 1.0
    cuts = [0, 0, 1, 7, 16, 33, 205, 206, 999, 1000]
    parts = [cube.columns(a, b) for a, b in itertools.pairwise(cuts)]
    assert np.array_equal(np.concatenate(parts, axis=1), whole)


@pytest.mark.parametrize("layout", ["mc", "sobol"])
@pytest.mark.parametrize("more", [501, 1000, 5000])
def test_that_a_larger_design_starts_with_the_smaller(layout: str, more: int, seed: int) -> None:
    small = lay_out(layout, seed, 500, KEYS).columns(0, 500)
    assert np.array_equal(lay_out(layout, seed, more, KEYS).columns(0, more)[:, :500], small)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_that_adding_a_prior_moves_no_other(layout: str, seed: int) -> None:
    before = lay_out(layout, seed, 300, KEYS).columns(0, 300)
    added = [KEYS[3], prior_key("aaa_new", 40), *KEYS[:3], *KEYS[4:]]
    after = lay_out(layout, seed, 300, added).columns(0, 300)
    rows = [added.index(k) for k in KEYS]
    assert np.array_equal(after[rows], before)
    assert not np.any(np.all(after[1] == before, axis=1))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_that_the_seed_changes_every_column(layout: str, seed: int) -> None:
    a = lay_out(layout, seed, 200, KEYS).columns(0, 200)
    b = lay_out(layout, seed + 1, 200, KEYS).columns(0, 200)
    assert np.mean(a == b) < 0.01


@pytest.mark.parametrize("layout", LAYOUTS)
def test_that_columns_are_uniform_and_uncorrelated(layout: str, seed: int) -> None:
    """Fails by chance for one seed in 200,000."""
    u = lay_out(layout, seed, 4096, KEYS).columns(0, 4096)
    p = [stats.kstest(row, "uniform").pvalue for row in u]
    assert min(p) > 1e-6 / len(p)
    correlation = np.corrcoef(u) - np.eye(len(u))
    assert np.abs(correlation).max() < 5.5 / np.sqrt(4096)


def test_that_mc_words_are_the_documented_counters(seed: int) -> None:
    cube = lay_out("mc", seed, 2**33, [prior_key("force_theatre", None)])
    draw = 2**32 + 5
    args = (5, 1, 0, prior_key("force_theatre", None).stream, seed, channels.PRIOR_MC)
    word = philox_arrays(*(np.uint64(a) for a in args))[0]
    assert cube.columns(draw, draw + 1)[0, 0] == (int(word) + 0.5) / 2**32


def test_that_sobol_draws_are_the_published_points_scrambled(seed: int) -> None:
    """Bit by bit with plain integers: row r of the matrix gives bit r, counted from the top."""
    published = qmc.Sobol(9, scramble=False, bits=32).random(64) * 2.0**32
    u = lay_out("sobol", seed, 64 * SCRAMBLES, [prior_key("a", 9), prior_key("b", 1)]).columns(0, 64 * SCRAMBLES)
    for row, dimension in enumerate((9, 1)):
        for draw in (0, 5, 16, 17, 100, 333, 1023):
            counters = ((draw % 16, dimension, r, 0, seed, channels.PRIOR_SOBOL) for r in range(33))
            words = [int(philox_arrays(*(np.uint64(c) for c in counter))[0]) for counter in counters]
            point, scrambled = int(published[draw // 16, dimension - 1]), words[32]
            for r in range(32):
                top = 31 - r
                mask = words[r] >> (top + 1) << (top + 1) | 1 << top
                scrambled ^= ((mask & point).bit_count() & 1) << top
            assert u[row, draw] == (scrambled + 0.5) / 2**32


@pytest.mark.parametrize(("layout", "known"), KNOWN.items())
def test_that_draws_stay_what_they_were(layout: str, known: list[list[int]]) -> None:
    u = lay_out(layout, 20241220, 40, [prior_key("alpha", 1), prior_key("beta", 7)]).columns(0, 40)
    assert np.floor(u[:, [0, 1, 39]] * 2**32).astype(int).tolist() == known


def test_that_each_scramble_is_a_net(seed: int) -> None:
    m = 8
    u = lay_out("sobol", seed, 2**m * SCRAMBLES, KEYS).columns(0, 2**m * SCRAMBLES)
    for scramble in range(SCRAMBLES):
        points = u[:, scramble::SCRAMBLES]
        for row in points:
            assert np.array_equal(np.sort(np.floor(row * 2**m)), np.arange(2**m))
        for a in range(m + 1):  # dimensions 1 and 2 form a (0, m, 2)-net: every box of area 2^-m holds one point
            box = np.floor(points[0] * 2**a) * 2 ** (m - a) + np.floor(points[1] * 2 ** (m - a))
            assert np.array_equal(np.sort(box), np.arange(2**m))


def test_that_scrambles_are_independent(seed: int) -> None:
    """First points are uniform, and neither they nor means over 64 points move together between scrambles.

    Fails by chance for one seed in 100,000.
    """
    keys = [prior_key(f"p{i}", i) for i in range(1, 257)]
    u = lay_out("sobol", seed, 64 * SCRAMBLES, keys).columns(0, 64 * SCRAMBLES)
    starts = u[:, :SCRAMBLES]
    assert stats.kstest(starts.ravel(), "uniform").pvalue > 1e-6
    means = np.stack([u[:, s::SCRAMBLES].mean(axis=1) for s in range(SCRAMBLES)])
    for sample in (starts.T, means):
        ranks = stats.rankdata(sample, axis=1)  # means of nets have far outliers
        correlation = np.corrcoef(ranks) - np.eye(SCRAMBLES)
        assert np.abs(correlation).max() < 5.5 / np.sqrt(256)
    assert np.unique(starts).size == starts.size


def test_that_the_matrix_scramble_moves_points_and_not_only_shifts_them(seed: int) -> None:
    u = lay_out("sobol", seed, 64 * SCRAMBLES, KEYS).columns(0, 64 * SCRAMBLES)
    words = np.floor(u * 2.0**32).astype(np.uint64)
    steps = [words[:, s::SCRAMBLES] ^ words[:, s : s + 1] for s in range(SCRAMBLES)]
    for other in steps[1:]:
        assert not np.any(np.all(steps[0] == other, axis=1))


def test_that_sobol_integrates_far_better_than_chance(seed: int) -> None:
    """Fails by chance for one seed in a million (the largest of 300 tried was at a fourteenth of the bound)."""
    n = 1024 * SCRAMBLES
    f = {lay: lay_out(lay, seed, n, KEYS).columns(0, n)[:6].sum(axis=0) for lay in ("mc", "sobol")}
    errors = {lay: abs(x.mean() - 3.0) for lay, x in f.items()}
    assert errors["sobol"] < 0.05 * np.sqrt(6 / 12 / n)
    assert errors["mc"] < 5.0 * np.sqrt(6 / 12 / n)


def test_that_a_latin_hypercube_fills_every_stratum_once(seed: int) -> None:
    """Fails by chance for one seed in a million."""
    n = 977
    u = lay_out("lhs", seed, n, KEYS).columns(0, n)
    assert np.array_equal(np.sort(np.floor(u * n), axis=1), np.tile(np.arange(n), (12, 1)))
    place = u * n - np.floor(u * n)
    assert stats.kstest(place.ravel(), "uniform").pvalue > 1e-6


def test_clusters(seed: int) -> None:
    draws = np.arange(40)
    assert np.array_equal(lay_out("sobol", seed, 40, KEYS).clusters(draws), draws % 16)
    for layout in ("mc", "lhs"):
        assert np.array_equal(lay_out(layout, seed, 40, KEYS).clusters(draws), draws)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("bounds", [(-1, 3), (5, 4), (90, 101)])
def test_that_ranges_outside_the_design_are_refused(layout: str, bounds: tuple[int, int], seed: int) -> None:
    with pytest.raises(ValueError, match="outside a design of 100 draws"):
        lay_out(layout, seed, 100, KEYS).columns(*bounds)


def test_that_bad_keys_are_refused(seed: int) -> None:
    with pytest.raises(ValueError, match="dimension 3 is used twice"):
        lay_out("sobol", seed, 10, [prior_key("a", 3), prior_key("b", 3)])
    with pytest.raises(ValueError, match="Sobol dimension from 1"):
        lay_out("sobol", seed, 10, [prior_key("a", None)])
    with pytest.raises(ValueError, match="unknown layout"):
        lay_out("halton", seed, 10, KEYS)
    with pytest.raises(ValueError, match="'plumless' and 'buckeroo' share"):
        lay_out("mc", seed, 10, [prior_key("plumless", 1), prior_key("buckeroo", 2)])


def test_no_priors_and_no_draws(seed: int) -> None:
    for layout in LAYOUTS:
        assert lay_out(layout, seed, 10, []).columns(2, 5).shape == (0, 3)
        assert lay_out(layout, seed, 10, KEYS).columns(4, 4).shape == (12, 0)


def test_that_rows_of_a_group_design_exchange_one_group_at_a_time(seed: int) -> None:
    groups = [0, 0, 1, 1, 1, 23, 5, 5, 5, 5, 5, 5]
    rows = 40
    cube = lay_out("sobol_groups", seed, 26 * rows, KEYS, groups)
    whole = cube.columns(0, 26 * rows)
    parts = [cube.columns(a, b) for a, b in itertools.pairwise([0, 0, 1, 39, 40, 41, 95, 600, 26 * rows])]
    assert np.array_equal(np.concatenate(parts, axis=1), whole)
    blocks = whole.reshape(12, 26, rows)
    assert np.array_equal(blocks[:, 0], lay_out("sobol", seed, rows, KEYS).columns(0, rows))
    assert not np.any(blocks[:, 0] == blocks[:, 1])
    for block in range(2, 26):
        from_b = np.array(groups) == block - 2
        assert np.array_equal(blocks[from_b, block], blocks[from_b, 1])
        assert np.array_equal(blocks[~from_b, block], blocks[~from_b, 0])
    assert np.array_equal(cube.clusters(np.arange(26 * rows)), np.tile(np.arange(rows) % SCRAMBLES, 26))
    with pytest.raises(ValueError, match="whole number of rows"):
        lay_out("sobol_groups", seed, 27, KEYS, groups)
