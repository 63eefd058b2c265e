"""Shape of the tail of importance weights (Vehtari, Simpson, Gelman, Yao & Gabry 2024): above 0.7 they mislead."""

import numpy as np

from forecast.observations.series import Floats

GOOD, USABLE = 0.5, 0.7
LEAST_TAIL = 5
PRIOR_POINTS, PRIOR_SHAPE = 10.0, 0.5


def pareto_k(weights: Floats) -> float:
    """k-hat of positive weights, NaN where they are too few: generalised Pareto by Zhang & Stephens (2009)."""
    n = len(weights)
    tail = int(min(0.2 * n, 3.0 * np.sqrt(n)))
    if tail < LEAST_TAIL:
        return float("nan")
    ordered = np.sort(weights / weights.max())
    excess = ordered[-tail:] - ordered[-tail - 1]
    if excess[0] <= 0.0 or excess[-1] <= excess[0]:
        excess = excess[excess > 0.0]
        if len(excess) < LEAST_TAIL:
            return float("nan")
    return _shape(excess)


def _shape(x: Floats) -> float:
    """Posterior-mean shape of sorted positive excesses, shrunk a little toward 0.5 as the authors do."""
    n = len(x)
    points = 30 + int(np.sqrt(n))
    quarter = x[int(n / 4 + 0.5) - 1]
    theta = 1.0 / x[-1] + (1.0 - np.sqrt(points / (np.arange(1, points + 1) - 0.5))) / (3.0 * quarter)
    k = np.log1p(-theta[:, None] * x).mean(axis=1)
    profile = n * (np.log(-theta / k) - k - 1.0)
    weight = 1.0 / np.exp(profile - profile[:, None]).sum(axis=1)
    best = float(weight @ theta)
    shape = float(np.log1p(-best * x).mean())
    return (shape * n + PRIOR_POINTS * PRIOR_SHAPE) / (n + PRIOR_POINTS)
