"""Provides the six benchmarks, with faster implementations of the two slow ones.

Both maximise the same exact likelihood as statsmodels, on a grid that is refined, with all grid points filtered at
once. tests/studies/worlds compare them with the originals.
"""

from collections.abc import Callable, Sequence

import numpy as np

from forecast.hindcast.benchmarks import BENCHMARKS, Rule
from forecast.hindcast.benchmarks.past import sums
from forecast.observations.series import Floats

ZOOMS = 4
AR_EDGE, MA_EDGE = 5.0, 3.5  # inverse hyperbolic tangents: 0.9999 and 0.998


def maximise(likelihood: Callable[[Floats], Floats], axes: list[Floats]) -> Floats:
    """Find the point, float64[k], with the largest likelihood. The grid of `axes` is refined `ZOOMS` times.

    `likelihood` takes points float64[k, m] and returns float64[m].
    """
    for _ in range(ZOOMS + 1):
        points = np.array([axis.ravel() for axis in np.meshgrid(*axes, indexing="ij")])
        best = points[:, int(np.argmax(likelihood(points)))]
        axes = [
            np.clip(b + (a[1] - a[0]) * np.linspace(-1.0, 1.0, 7), a.min(), a.max())
            for a, b in zip(axes, best, strict=True)
        ]
    return best


def level_filter(past: Floats, part: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Filter a local level for several shares of the random walk in the variance, which is concentrated out.

    The start is diffuse: the first value is the first level.

    Parameters
    ----------
    past : float64[n_weeks]
        Weekly gains, NaN where missing.
    part : float64[m]
        Shares of the random walk in the total variance.

    Returns
    -------
    tuple of float64[m]
        Log likelihood, total variance, last level, and variance of the last level as a share of the total.
    """
    known = np.flatnonzero(~np.isnan(past))
    level, spread = np.full(part.shape, past[known[0]]), 1.0 - part
    square, logs = np.zeros(part.shape), np.zeros(part.shape)
    for t in range(known[0] + 1, len(past)):
        spread = spread + part
        if np.isnan(past[t]):
            continue
        total = spread + 1.0 - part
        miss = past[t] - level
        square += miss**2 / total
        logs += np.log(total)
        level = level + spread / total * miss
        spread = spread * (1.0 - part) / total
    n = len(known) - 1
    return -0.5 * (n * np.log(square / n) + logs), square / n, level, spread


def local_level(past: Floats, horizons: Sequence[int], n: int, rng: np.random.Generator) -> Floats:
    """Sample the sums that `benchmarks.local_level` forecasts, for a past with at least two different values.

    Parameters
    ----------
    past : float64[n_weeks]
        Weekly gains, km2, NaN where missing.
    horizons : sequence of int
        Weeks from the end of the past.
    n : int
        Number of samples.
    rng : Generator
        Source of the samples.

    Returns
    -------
    float64[n, n_horizons]
        Sums of the weekly gains up to each horizon, km2.
    """
    best = maximise(lambda p: level_filter(past, _logistic(p[0]))[0], [np.linspace(-12.0, 12.0, 49)])
    part = _logistic(best)
    _, variance, level, spread = (values[0] for values in level_filter(past, part))
    weeks = max(horizons)
    start = level + np.sqrt(variance * spread) * rng.standard_normal(n)
    walk = np.cumsum(np.sqrt(variance * part) * rng.standard_normal((n, weeks)), axis=1)
    return sums(start[:, None] + walk + np.sqrt(variance * (1.0 - part)) * rng.standard_normal((n, weeks)), horizons)


def arma_filter(past: Floats, ar: Floats, ma: Floats) -> tuple[Floats, ...]:
    """Filter an ARMA(1,1) about a mean; mean and variance are concentrated out by filtering the values and ones.

    Parameters
    ----------
    past : float64[n_weeks]
        Weekly gains, NaN where missing.
    ar, ma : float64[m]
        Coefficients of the autoregression and of the moving average.

    Returns
    -------
    tuple of float64[m]
        Log likelihood; mean; innovation variance; variance of the forecast of the last week divided by that of
        the innovation; forecast of the last week less the mean.
    """
    total = (1.0 + 2.0 * ar * ma + ma**2) / (1.0 - ar**2)
    ahead = np.zeros((2, len(ar)))  # forecasts of the values and of ones
    products, logs = np.zeros((3, len(ar))), np.zeros(len(ar))
    last_total, last_ahead = total, ahead
    for value in past:
        last_total, last_ahead = total, ahead
        if np.isnan(value):
            ahead, total = ar * ahead, ar**2 * total + 2.0 * ar * ma + ma**2 + 1.0
            continue
        observed = np.array([[value], [1.0]])
        miss = observed - ahead
        products += np.array([miss[0] ** 2, miss[0] * miss[1], miss[1] ** 2]) / total
        logs += np.log(total)
        ahead, total = ar * observed + ma / total * miss, 1.0 + ma**2 * (1.0 - 1.0 / total)
    n = int((~np.isnan(past)).sum())
    mean = products[1] / products[2]
    variance = (products[0] - mean * products[1]) / n
    return -0.5 * (n * np.log(variance) + logs), mean, variance, last_total, last_ahead[0] - mean * last_ahead[1]


def arma_11(past: Floats, horizons: Sequence[int], n: int, rng: np.random.Generator) -> Floats:
    """Sample the sums that `benchmarks.arma_11` forecasts, for a past with at least two different values.

    Parameters
    ----------
    past, horizons, n, rng
        As in `local_level`.
    """
    axes = [np.linspace(-2.0, AR_EDGE, 29), np.linspace(-MA_EDGE, MA_EDGE, 21)]
    best = maximise(lambda p: arma_filter(past, np.tanh(p[0]), np.tanh(p[1]))[0], axes)
    ar, ma = np.tanh(best)
    _, mean, variance, total, ahead = (float(values[0]) for values in arma_filter(past, *np.tanh(best[:, None])))
    if np.isnan(past[-1]):
        x = ahead + np.sqrt(variance * total) * rng.standard_normal(n)
    else:
        x = np.full(n, past[-1] - mean)
    echo = ma / total * (x - ahead) + abs(ma) * np.sqrt(variance * max(1.0 - 1.0 / total, 0.0)) * rng.standard_normal(n)
    noise = np.sqrt(variance) * rng.standard_normal((max(horizons), n))
    path = np.empty((n, max(horizons)))
    for t, e in enumerate(noise):
        x = ar * x + echo + e
        echo = ma * e
        path[:, t] = mean + x
    return sums(path, horizons)


def _logistic(x: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-x)))


RULES: dict[str, Rule] = BENCHMARKS | {"local_level": local_level, "arma_11": arma_11}
