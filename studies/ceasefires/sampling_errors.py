"""Computes sampling errors of observed values, and whether the draws of the module agree with them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Interval = tuple[float, float]

CENTRAL = 0.8
LEVELS = (0.1, 0.5, 0.9)
"""Quantiles of the draws: ends of the central 80 % and median."""
INSIDE, WITH_ERROR, MISS, OUTSIDE = "inside", "inside with error", "MISS", "OUTSIDE"
RESAMPLES, SEED = 4000, 20241132


def share_interval(share: float, n: int) -> Interval:
    """Return the central 80 % of a share observed among n cases (Wilson). It is too narrow if cases are dependent."""
    from statsmodels.stats.proportion import proportion_confint

    low, high = proportion_confint(share * n, n, alpha=1.0 - CENTRAL, method="wilson")
    return float(low), float(high)


def count_interval(count: int) -> Interval:
    """Return the central 80 % of the mean of a Poisson variable from its count (Garwood, exact)."""
    from statsmodels.stats.rates import confint_poisson

    low, high = confint_poisson(count, 1, method="exact-c", alpha=1.0 - CENTRAL)
    return float(low), float(high)


def ratio_interval(top: Floats, bottom: Floats, wars: Sequence[str]) -> Interval:
    """Return the central 80 % of sum(top) / sum(bottom) from a bootstrap of whole wars.

    Cases of one war depend on each other, so they are drawn together.

    Parameters
    ----------
    top, bottom : float64[n_cases]
        Terms of the two sums.
    wars : sequence of str
        War of each case.
    """
    labels, index = np.unique(np.asarray(wars), return_inverse=True)
    sums = np.zeros((len(labels), 2))
    np.add.at(sums, index, np.stack([top, bottom], axis=1))
    drawn = np.random.default_rng(SEED).integers(0, len(labels), (RESAMPLES, len(labels)))
    totals = sums[drawn].sum(axis=1)
    low, high = np.quantile(totals[:, 0] / totals[:, 1], (0.1, 0.9))
    return float(low), float(high)


def verdict(band: Interval, observed: Interval, sampling80: Interval | None, miss: str = MISS) -> str:
    """Return the verdict on whether the module agrees with the record.

    Parameters
    ----------
    band : (low, high)
        Central 80 % of the draws of the module.
    observed : (low, high)
        Bounds of the observed value. They are equal if it is known exactly.
    sampling80 : (low, high) or None
        Central 80 % of the sampling error of the observed value. None if the number of cases is not known.
    miss : str
        The verdict if they do not agree.

    Returns
    -------
    str
        `inside` if the band holds what was observed, `inside with error` if it only meets the sampling error, else
        `miss`.
    """
    if _meet(band, observed):
        return INSIDE
    return WITH_ERROR if sampling80 is not None and _meet(band, sampling80) else miss


def _meet(one: Interval, other: Interval) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
