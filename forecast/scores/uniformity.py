"""Checks the calibration of samples: ranks and PIT values of the truth, and tests of whether their histograms are flat.

The truth is what was observed, or the true value of a parameter. PIT is the probability integral transform: the share
of the forecast distribution below the truth.
"""

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from forecast.scores.univariate import Floats, paired

BINS = 10

Integers = npt.NDArray[np.int64]


def ranks(samples: npt.ArrayLike, truth: npt.ArrayLike, rng: np.random.Generator) -> Integers:
    """Count the samples below the truth.

    If truth and samples come from the same distribution, every rank is equally likely (Talts et al. 2018 for
    posteriors).

    Parameters
    ----------
    samples : float64[..., M]
        Samples of each forecast.
    truth : float64[...]
        What was observed, without NaN.
    rng : numpy.random.Generator
        Draws the rank if samples are equal to the truth; zeros are common in a quiet sector.

    Returns
    -------
    int64[...]
        0 .. M.

    Raises
    ------
    ValueError
        If a truth is NaN.
    """
    x, y = paired(samples, truth)
    if np.isnan(y).any():
        raise ValueError("an unknown truth has no rank")
    below = (x < y[..., None]).sum(axis=-1)
    tied = (x == y[..., None]).sum(axis=-1)
    return np.asarray(below + np.floor(rng.random(y.shape) * (tied + 1)), dtype=np.int64)


def pit(samples: npt.ArrayLike, truth: npt.ArrayLike, rng: np.random.Generator) -> Floats:
    """Compute the randomised PIT, (rank + v)/(M + 1) with v uniform on 0 .. 1.

    If truth and samples come from the same distribution, it is uniform on 0 .. 1 for any M and any number of ties.

    Parameters
    ----------
    samples : float64[..., M]
        Samples of each forecast.
    truth : float64[...]
        What was observed. NaN gives NaN and does not change the other values.
    rng : numpy.random.Generator
        Draws v, and the rank if samples are equal to the truth.
    """
    x, y = paired(samples, truth)
    known = ~np.isnan(y)
    rank = ranks(x, np.where(known, y, 0.0), rng)
    return np.asarray(np.where(known, (rank + rng.random(y.shape)) / (x.shape[-1] + 1), np.nan))


class Histogram(NamedTuple):
    """Histogram of n values, and two p-values of the hypothesis that they are uniform.

    Both p-values assume that the values are independent. Values of successive origins share weeks and are not
    independent, so their p-values are too small. `p_chi_square` is NaN if the expected count of a bin is below 1.
    """

    edges: tuple[float, ...]
    counts: tuple[int, ...]
    expected: tuple[float, ...]
    p_chi_square: float
    p_kolmogorov: float
    n: int


def pit_histogram(values: npt.ArrayLike, bins: int = BINS) -> Histogram:
    """Count PIT values in bins of equal width on 0 .. 1; ignores NaN."""
    u = np.asarray(values, dtype=np.float64).ravel()
    u = u[~np.isnan(u)]
    edges = np.linspace(0.0, 1.0, bins + 1)
    return _with_p_values(edges, np.histogram(u, edges)[0], np.full(bins, u.size / bins), u)


def rank_histogram(ranks: npt.ArrayLike, draws: int, bins: int = BINS) -> Histogram:
    """Count the ranks of true values among posterior draws, in bins.

    If draws + 1 is not a multiple of `bins`, bins contain unequal numbers of ranks, and `expected` allows for that. The
    Kolmogorov p-value treats a rank as the number (rank + 1/2)/(draws + 1), so it is accurate only if there are many
    more draws than values.

    Parameters
    ----------
    ranks : int64[n]
        Ranks 0 .. draws, from the function `ranks`.
    draws : int
        Number of posterior draws among which each value was ranked.
    bins : int
        Number of bins.

    Raises
    ------
    ValueError
        If a rank is out of range, or there are more bins than ranks.
    """
    r = np.asarray(ranks, dtype=np.int64).ravel()
    if r.size and (r.min() < 0 or r.max() > draws):
        raise ValueError(f"ranks must lie in 0 .. {draws}")
    if not 1 <= bins <= draws + 1:
        raise ValueError(f"{draws + 1} ranks do not fill {bins} bins")
    edges = np.array([(k * (draws + 1) + bins - 1) // bins for k in range(bins + 1)], dtype=np.float64) - 0.5
    expected = r.size * np.diff(edges) / (draws + 1)
    return _with_p_values(edges, np.histogram(r, edges)[0], expected, (r + 0.5) / (draws + 1))


def _with_p_values(edges: Floats, counts: npt.NDArray[np.intp], expected: Floats, u: Floats) -> Histogram:
    from scipy import stats

    enough = u.size > 0 and counts.size > 1 and float(expected.min()) >= 1.0
    chi = float(stats.chisquare(counts, expected).pvalue) if enough else math.nan
    kolmogorov = float(stats.kstest(u, "uniform").pvalue) if u.size else math.nan
    observed_counts, expected_counts = tuple(int(c) for c in counts), tuple(float(e) for e in expected)
    return Histogram(tuple(float(e) for e in edges), observed_counts, expected_counts, chi, kolmogorov, u.size)
