"""First-order indices from neighbours in rank: a second estimate from the same draws, with no bins to choose.

If the draws are sorted by an input, neighbours have almost the same value of it and independent values of all others.
The mean product of their outcomes estimates the variance that the input explains alone (Gamboa, Gremaud, Klein &
Lagnoux 2022, "Global sensitivity analysis: a novel generation of mighty estimators based on rank statistics", Bernoulli
28).
"""

import math

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.estimates import Estimate
from forecast.sensitivity.outcomes import Outcome

FEWEST = 8
"""Draws below which there is no index."""


def rank_index(order: NDArray[np.int64], outcome: Outcome, total: float) -> Estimate:
    """Estimate the first-order index of one input; it may fall below 0.

    Chance is independent between neighbours, so the mean product has no noise in it; only `total` needs a correction.

    The error is that of a mean over neighbours. Given the input, a product depends on the products beside it only. So
    the variance of the mean is (c0 + 2 c1 - 2 c2)/n, where ck is the covariance of products k places apart: c2 is what
    the input itself contributes, which c0 + 2 c1 counts three times.

    Parameters
    ----------
    order : int64[n]
        Places of the draws of `outcome`, sorted by the input.
    outcome : Outcome
        The draw means.
    total : float
        Variance between draws without noise of chance.
    """
    n = order.size
    if n < FEWEST or total <= 0.0:
        return Estimate(math.nan, math.nan, n)
    mean = outcome.mean[order]
    products = mean[:-1] * mean[1:]
    value = float(products.mean()) / total
    own = mean**2 - outcome.noise[order]
    terms = products - value * 0.5 * (own[:-1] + own[1:])
    terms -= terms.mean()
    c0, c1, c2 = (float(np.dot(terms[: terms.size - lag], terms[lag:])) / terms.size for lag in (0, 1, 2))
    variance = max(c0 + 2.0 * c1 - 2.0 * c2, 0.25 * c0) / terms.size
    return Estimate(value, math.sqrt(variance) / total, n)


def order_by(column: NDArray[np.float64]) -> NDArray[np.int64]:
    """Sort draws by an input, ties in the order of the draws; int64[n]."""
    return np.argsort(column, kind="stable")
