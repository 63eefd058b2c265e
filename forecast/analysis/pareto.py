"""The tail of importance weights: a generalised Pareto distribution is fitted to the largest weights.

Its shape k-hat says whether a weighted mean can be trusted; 0 is a light tail (Vehtari, Simpson, Gelman, Yao & Gabry
2024).
"""

import numpy as np

from forecast.analysis.estimates import Floats
from forecast.store.fixed_order import dot

GOOD, USABLE = 0.5, 0.7  # upper limits of k-hat; from USABLE on the weights mislead (Vehtari et al. 2024)
MIN_TAIL = 5  # fewest weights to which the tail can be fitted
PRIOR_POINTS, PRIOR_SHAPE = 10.0, 0.5


def pareto_k(weights: Floats) -> float:
    """Estimate k-hat, the shape of the tail of positive importance weights float64[n].

    NaN if there are too few weights, or if the largest ones are equal.

    The method is that of Vehtari, Simpson, Gelman, Yao & Gabry 2024: a generalised Pareto distribution is fitted to the
    largest weights (Zhang & Stephens 2009).
    """
    n = len(weights)
    tail = int(min(0.2 * n, 3.0 * np.sqrt(n)))
    if tail < MIN_TAIL:
        return float("nan")
    ordered = np.sort(weights / weights.max())
    excess = ordered[-tail:] - ordered[-tail - 1]
    if excess[0] <= 0.0 or excess[-1] <= excess[0]:
        excess = excess[excess > 0.0]
        if len(excess) < MIN_TAIL:
            return float("nan")
    return pareto_shape(excess)


def pareto_shape(x: Floats) -> float:
    """Estimate the shape of a generalised Pareto distribution from sorted positive excesses float64[n].

    The shape follows from the posterior mean of `theta`. It is then averaged with 0.5, which counts as much as ten
    excesses (Vehtari et al. 2024).
    """
    n = len(x)
    points = 30 + int(np.sqrt(n))
    quarter = x[int(n / 4 + 0.5) - 1]
    theta = 1.0 / x[-1] + (1.0 - np.sqrt(points / (np.arange(1, points + 1) - 0.5))) / (3.0 * quarter)
    k = np.log1p(-theta[:, None] * x).mean(axis=1)
    profile = n * (np.log(-theta / k) - k - 1.0)
    with np.errstate(over="ignore"):  # an overflow gives the point the weight 0, which is right
        weight = 1.0 / np.exp(profile - profile[:, None]).sum(axis=1)
    best = dot(weight, theta)
    shape = float(np.log1p(-best * x).mean())
    return (shape * n + PRIOR_POINTS * PRIOR_SHAPE) / (n + PRIOR_POINTS)
