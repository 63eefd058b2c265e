"""Histograms that should be flat: of PIT values, and of the ranks of simulation-based calibration."""

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

BINS = 10


class Histogram(NamedTuple):
    """counts and expected in bins between `edges`; p-values of the hypothesis that the law is uniform.

    Both p-values take the n values as independent. Origins that follow one another share weeks and are not: for them
    a p-value is too small, by how much depends on the overlap. Chi-square is NaN where a bin expects fewer than 1.
    """

    edges: tuple[float, ...]
    counts: tuple[int, ...]
    expected: tuple[float, ...]
    p_chi_square: float
    p_kolmogorov: float
    n: int


def pit_histogram(values: npt.ArrayLike, bins: int = BINS) -> Histogram:
    """Histogram of PIT values in 0 .. 1, NaN left out, over bins of equal width."""
    u = np.asarray(values, dtype=np.float64).ravel()
    u = u[~np.isnan(u)]
    edges = np.linspace(0.0, 1.0, bins + 1)
    return _tested(edges, np.histogram(u, edges)[0], np.full(bins, u.size / bins), u)


def rank_histogram(ranks: npt.ArrayLike, draws: int, bins: int = BINS) -> Histogram:
    """Histogram of the ranks 0 .. `draws` of a true value among `draws` posterior draws, from `pit.ranks`.

    Where the draws + 1 ranks do not divide by `bins`, bins hold unequally many ranks and `expected` says so. The
    Kolmogorov p-value takes a rank as the middle of its place, so it is good where draws are many against n.
    """
    r = np.asarray(ranks, dtype=np.int64).ravel()
    if r.size and (r.min() < 0 or r.max() > draws):
        raise ValueError(f"ranks must lie in 0 .. {draws}")
    if not 1 <= bins <= draws + 1:
        raise ValueError(f"{draws + 1} ranks do not fill {bins} bins")
    edges = np.array([(k * (draws + 1) + bins - 1) // bins for k in range(bins + 1)], dtype=np.float64) - 0.5
    expected = r.size * np.diff(edges) / (draws + 1)
    return _tested(edges, np.histogram(r, edges)[0], expected, (r + 0.5) / (draws + 1))


def _tested(
    edges: npt.NDArray[np.float64],
    counts: npt.NDArray[np.intp],
    expected: npt.NDArray[np.float64],
    u: npt.NDArray[np.float64],
) -> Histogram:
    from scipy import stats

    enough = u.size > 0 and counts.size > 1 and float(expected.min()) >= 1.0
    chi = float(stats.chisquare(counts, expected).pvalue) if enough else math.nan
    kolmogorov = float(stats.kstest(u, "uniform").pvalue) if u.size else math.nan
    whole, share = tuple(int(c) for c in counts), tuple(float(e) for e in expected)
    return Histogram(tuple(float(e) for e in edges), whole, share, chi, kolmogorov, u.size)
