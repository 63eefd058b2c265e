"""Every path from random words to a draw, against SciPy's distributions and NumPy's own generators."""

import numpy as np
import pytest
from scipy import stats

from tests.statistical import draw_probes as probe

N = 400_000
F = np.float32


def fits(what: str, sample: np.ndarray, cdf) -> None:
    """One-sample Kolmogorov-Smirnov; the smallest p-value that passes leaves a false alarm in ten thousand."""
    result = stats.kstest(sample.astype(np.float64), cdf)
    print(f"{what}: n = {len(sample)}, D = {result.statistic:.5f}, p = {result.pvalue:.4f}")
    assert result.pvalue > 1e-4, what


def same_law(what: str, a: np.ndarray, b: np.ndarray) -> None:
    result = stats.ks_2samp(a.astype(np.float64), b.astype(np.float64), method="asymp")
    print(f"{what}: n = {len(a)} and {len(b)}, D = {result.statistic:.5f}, p = {result.pvalue:.4f}")
    assert result.pvalue > 1e-4, what


def count_fits(what: str, hits: int, n: int, chance: float) -> None:
    z = (hits - n * chance) / np.sqrt(n * chance * (1.0 - chance))
    print(f"{what}: {hits} of {n}, expected {n * chance:.1f}, z = {z:.2f}")
    assert abs(z) < 4.0, what


def uncorrelated(what: str, *rows: np.ndarray) -> None:
    """No two rows are correlated, nor are their squares."""
    for power in (1, 2):
        r = np.corrcoef(np.stack(rows).astype(np.float64) ** power)
        worst = np.abs(r[np.triu_indices(len(rows), 1)]).max() * np.sqrt(len(rows[0]))
        print(f"{what}, power {power}: largest correlation is {worst:.2f} standard errors")
        assert worst < 5.0, what


def test_uniforms_fill_the_interval(seed):
    w = probe.words(seed, N)[0]
    u = probe.uniforms(w)
    fits("uniform", u, stats.uniform.cdf)
    ends = probe.uniforms(np.array([0, 2**32 - 1], np.uint32))
    assert ends[0] == F(2.0**-25) and F(0.9999999) < ends[1] <= F(1.0)  # 1 - 2^-25 is no float32: it may round to 1
    assert np.abs(u - (w.astype(np.float64) + 0.5) / 2.0**32).max() <= 2.0**-24


def test_normals_are_normal_and_independent(seed):
    w = probe.words(seed, N, 2)
    a, b = probe.normal_pairs(w[0], w[1])
    fits("first normal", a, stats.norm.cdf)
    fits("second normal", b, stats.norm.cdf)
    uncorrelated("pair", a, b)
    fits("squared radius / 2", (a.astype(float) ** 2 + b.astype(float) ** 2) / 2.0, stats.expon.cdf)
    fits("sum of the pair", (a.astype(float) + b) / np.sqrt(2.0), stats.norm.cdf)
    count_fits("beyond four", int((np.abs(np.concatenate([a, b])) > 4.0).sum()), 2 * N, 2.0 * stats.norm.sf(4.0))


def test_directions_cover_the_whole_circle(seed):
    w = probe.words(seed, N, 2)
    a, b = probe.normal_pairs(w[0], w[1])
    angle = np.arctan2(b.astype(float), a.astype(float))
    fits("angle", angle, stats.uniform(-np.pi, 2.0 * np.pi).cdf)
    counts = np.histogram(angle, bins=256, range=(-np.pi, np.pi))[0]
    result = stats.chisquare(counts)
    print(f"256 arcs: smallest {counts.min()}, largest {counts.max()}, p = {result.pvalue:.4f}")
    assert result.pvalue > 1e-4
    even = np.arange(0, 2**32, 2**20, dtype=np.uint64).astype(np.uint32)  # evenly spaced words: evenly spaced angles
    x, y = probe.normal_pairs(np.full(len(even), 2**31, np.uint32), even)
    gaps = np.diff(np.sort(np.arctan2(y.astype(float), x.astype(float))))
    print(f"evenly spaced words: angular gaps from {gaps.min():.3e} to {gaps.max():.3e}")
    assert gaps.max() < 2.01 * 2.0 * np.pi / len(even)  # two arcs meet with both ends left out


def test_student_shocks(seed):
    w = probe.words(seed, N, 2)
    t = probe.students(w[0], w[1]) / np.sqrt(2.0 / 3.0)
    rng = np.random.default_rng(seed + 1)
    same_law("student6 against NumPy's", t, np.clip(rng.standard_t(6.0, N), -8.0, 8.0))
    inside = np.abs(t) < 7.999
    low, width = stats.t.cdf(-8.0, 6), stats.t.cdf(8.0, 6) - stats.t.cdf(-8.0, 6)
    fits("student6 within the clamp", t[inside], lambda x: (stats.t.cdf(x, 6) - low) / width)
    assert np.abs(t).max() <= 8.0 * (1.0 + 1e-6)
    count_fits("student6 at the upper clamp", int((t > 7.999).sum()), N, stats.t.sf(8.0, 6))
    count_fits("student6 at the lower clamp", int((t < -7.999).sum()), N, stats.t.sf(8.0, 6))
    for edge in (3.0, 5.0):
        count_fits(f"student6 beyond {edge}", int((np.abs(t) > edge).sum()), N, 2.0 * stats.t.sf(edge, 6))
    variance = 1.0 - float(2.0 * stats.t.expect(lambda x: x**2 - 64.0, (6,), lb=8.0)) * 2.0 / 3.0
    assert np.var(t * np.sqrt(2.0 / 3.0)) == pytest.approx(variance, abs=0.01)


def test_exponentials(seed):
    e = probe.exponentials(probe.words(seed, N)[0])
    fits("exponential", e, stats.expon.cdf)
    count_fits("exponential beyond ten", int((e > 10.0).sum()), N, np.exp(-10.0))
    assert e.min() > 0.0


def test_further_needs_are_fresh_exponentials(seed):
    u = probe.uniforms(probe.words(seed, N)[0])
    rows = [probe.further_needs(u, F(count)) for count in (1, 2, 3, 4, 9)]
    for k, row in enumerate(rows):
        fits(f"further need, row {k}", row, stats.expon.cdf)
    uncorrelated("stored uniform and further needs", u, *rows)
    table = np.histogram2d(np.exp(-rows[0]), np.exp(-rows[1]), bins=32, range=((0, 1), (0, 1)))[0]
    result = stats.chisquare(table.ravel())
    print(f"first and second further need, 1024 cells: p = {result.pvalue:.4f}")
    assert result.pvalue > 1e-4


def test_normal_cdf_and_quantile():
    x = np.linspace(-6.0, 6.0, 200_001).astype(F)
    p = np.linspace(1e-6, 1.0 - 1e-6, 200_001).astype(F)
    cdf, quantile = probe.cdf_and_quantile(x, p)
    off = np.abs(cdf - stats.norm.cdf(x.astype(float))).max()
    exact = stats.norm.ppf(p.astype(float))
    far = np.abs(exact) > 0.01
    relative = np.abs(quantile / np.where(far, exact, 1.0) - 1.0)[far].max()
    near = np.abs(quantile - exact)[~far].max()
    print(f"largest error: cdf {off:.2e}, quantile {relative:.2e} of its value, {near:.2e} beside the middle")
    assert off < 3e-7 and relative < 5e-3 and near < 1e-3
    assert (np.diff(cdf) >= -1e-7).all() and (np.diff(quantile) >= -1e-3).all()


@pytest.mark.parametrize(("ever", "median", "sdlog"), [(0.4, 9.0, 0.6), (0.9, 4.0, 0.3), (0.2, 25.0, 1.0)])
def test_accession_delays(seed, ever, median, sdlog):
    u = probe.uniforms(probe.words(seed, N)[0])
    age = probe.accession_ages(u, F(ever), F(median), F(sdlog)).astype(float)
    joined = age < 1e6
    count_fits("on a path and ever a member", int(joined.sum()), N, float(F(ever)))
    delays_fit(age[joined] / 52.0, median, sdlog)


def test_accession_delays_without_the_west_german_clause(seed):
    """The chance is that times the factor, and the law of the delay is the same."""
    u = probe.uniforms(probe.words(seed, N)[0])
    age = probe.accession_ages(u, F(0.6), F(9.0), F(0.6), F(0.0), F(0.35)).astype(float)
    joined = age < 1e6
    count_fits("without the clause", int(joined.sum()), N, 0.6 * 0.35)
    delays_fit(age[joined] / 52.0, 9.0, 0.6)


def delays_fit(years, median, sdlog):
    assert years.min() > 0.0 and years.max() <= 15.0 * (1.0 + 1e-6)
    law = stats.lognorm(sdlog, scale=median)
    grid = np.linspace(0.0, 15.0, 400)
    found = np.searchsorted(np.sort(years), grid, side="right") / len(years)
    gap = np.abs(found - law.cdf(grid) / law.cdf(15.0)).max()
    noise = stats.kstwobign.isf(1e-4) / np.sqrt(len(years))
    print(f"delays: largest distance {gap:.5f}; noise {noise:.5f}, 0.002 for the approximate quantile")
    assert gap < noise + 0.002


def test_rupture_sizes(seed):
    u = probe.uniforms(probe.words(seed, N)[0])
    rate_0, rate_1, smallest, tail, largest = 4.0, 6.0, 150.0, 1.3, 12_000.0
    out = probe.ruptures(u, *(F(x) for x in (1, rate_0, rate_1, 0.8, smallest, tail, largest)))
    chances = rate_0 / 52.0, rate_1 / 52.0 * np.exp(0.8)  # a line thinned by one halving
    for side, chance in enumerate(chances):
        opened = out[2 + side] > 0.0
        count_fits(f"ruptures of side {side}", int(opened.sum()), N, chance)
        size = out[side][opened].astype(float)
        capped = size > largest * 0.9999
        beyond = (largest / smallest) ** -tail
        count_fits(f"largest ruptures of side {side}", int(capped.sum()), len(size), beyond)
        fits(
            f"sizes of side {side}",
            size[~capped],
            lambda x, beyond=beyond: stats.pareto.cdf(x, tail, scale=smallest) / (1.0 - beyond),
        )
        rng = np.random.default_rng(seed + side)
        drawn = np.minimum(smallest * (1.0 + rng.pareto(tail, len(size))), largest)
        same_law(f"sizes of side {side} against NumPy's", size, drawn)
    assert not ((out[2] > 0.0) & (out[3] > 0.0)).any()


def test_land_lost_in_a_collapse_short_of_complete_defeat(seed):
    u = probe.uniforms(probe.words(seed, N)[0])
    settle = 0.4
    lost = probe.lands_lost(u, F(settle)).astype(float)
    count_fits("forced settlements", int((lost == 0.0).sum()), N, settle)
    share = lost[lost > 0.0]
    fits("land lost", share, lambda x: np.log(np.clip(x, 0.1, 0.8) / 0.1) / np.log(8.0))
    rng = np.random.default_rng(seed + 1)
    same_law("land lost against NumPy's", share, 0.1 * 8.0 ** rng.random(len(share)))


def test_streams_of_members_weeks_and_units_are_independent(seed):
    from forecast_kernels.numeric import channels

    members = 50_000
    rows = []
    for channel, week, unit in [
        (channels.WEEKLY, 0, 0), (channels.WEEKLY, 0, 1), (channels.WEEKLY, 1, 0), (channels.WEEKLY, 1, 1),
        (channels.ONCE, 0, 0), (channels.ONCE, 0, 1), (channels.SECTOR_START, 0, 0),
    ]:  # fmt: skip
        w = probe.stream(seed, channel, members, week, unit)
        rows += [*probe.normal_pairs(w[0], w[1]), *probe.normal_pairs(w[2], w[3])]
    uncorrelated("words of a member", *rows)
    uncorrelated("neighbouring members", *(np.roll(row, shift) for row in rows[:4] for shift in (0, 1, 2)))
    fits("normals over members", np.concatenate(rows), stats.norm.cdf)
