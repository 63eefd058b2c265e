"""Forecasts by a trend line: least squares through the last half year, extended, with autocorrelated errors."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from forecast.hindcast.benchmarks.past import observed_weeks, sums
from forecast.observations.series import Floats

WINDOW = 26  # weeks: see docs/benchmarks.md
MIN_WEEKS = 13
ROUNDING = 1e-20
MAX_MEMORY = 0.9  # above it, 26 weeks do not distinguish a line from a wandering level


def trend_line(past: Floats, horizons: Sequence[int], n: int, rng: np.random.Generator) -> Floats:
    """Extend a straight line through the last 26 weeks, with its prediction error.

    Slope, level and size of an error are drawn from their uncertainty (Student t); errors of successive weeks are
    correlated. One sample is one line with one path of errors.

    Parameters
    ----------
    past, horizons, n, rng
        As in `forecast.hindcast.benchmarks`.
    """
    recent = past[-WINDOW:]
    observed_weeks(recent, MIN_WEEKS, "trend_line")
    steps = max(horizons)
    known = np.flatnonzero(~np.isnan(recent))
    weeks = (known - len(recent) + 1).astype(np.float64)  # 0 is the week of the origin
    columns = np.column_stack([np.ones(len(weeks)), weeks])
    line = fit_line(columns, weeks, recent[known])
    coefficients, sd = draw_lines(line, n, rng)
    last = (recent[known[-1]] - coefficients @ columns[-1]) * line.memory ** -weeks[-1]
    ahead = np.arange(1.0, steps + 1.0)
    path = coefficients[:, :1] + coefficients[:, 1:] * ahead + error_paths(line, sd, last, steps, rng)
    return sums(path, horizons)


class Line(NamedTuple):
    """A fitted line with p coefficients.

    Attributes
    ----------
    coefficients : float64[p]
        Least-squares coefficients.
    root : float64[p, p]
        Cholesky factor of the covariance of the coefficients, for errors of unit variance.
    variance, freedom : float
        Variance of an error, (km2 a week)^2, and its degrees of freedom.
    memory : float
        Correlation of errors a week apart.
    """

    coefficients: Floats
    root: Floats
    variance: float
    freedom: float
    memory: float


def fit_line(columns: Floats, weeks: Floats, values: Floats) -> Line:
    """Fit a line by ordinary least squares.

    Errors follow e' = r e + noise. r is the correlation of residuals a week apart, corrected for p fitted coefficients
    (Shaman & Stine 1988) and bounded to 0 .. 0.9. X are the regressors, V_ij = r^|i-j|, M = I - X(X'X)^-1 X', and SSR
    is the sum of squared residuals. The variance of an error is SSR/tr(MV). The covariance of the coefficients is that
    variance times (X'X)^-1 X'VX (X'X)^-1. The degrees of freedom are tr(MV)^2/tr(MVMV) (Satterthwaite 1946).

    Parameters
    ----------
    columns : float64[m, p]
        Regressors, one row per value.
    weeks : float64[m]
        Week number of each value.
    values : float64[m]
        Net gain, km2 a week.
    """
    m, p = columns.shape
    inverse = np.linalg.inv(columns.T @ columns)
    coefficients = inverse @ columns.T @ values
    residuals = values - columns @ coefficients
    square = float(residuals @ residuals)
    scale = float(np.abs(values).max())
    if square <= ROUNDING * m * scale**2:  # an exact line: only rounding is left
        square, memory = 0.0, 0.0
    else:
        products = float((residuals[1:] * residuals[:-1])[np.diff(weeks) == 1.0].sum())
        memory = float(np.clip((m * products / square + p) / (m - p - 2), 0.0, MAX_MEMORY))
    correlation = memory ** np.abs(weeks[:, None] - weeks[None, :])
    left = (np.eye(m) - columns @ inverse @ columns.T) @ correlation
    trace = float(np.trace(left))
    middle = inverse @ columns.T
    root = np.asarray(np.linalg.cholesky(middle @ correlation @ middle.T), dtype=np.float64)
    return Line(coefficients, root, square / trace, trace**2 / float(np.sum(left * left.T)), memory)


def draw_lines(line: Line, n: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Draw lines from their joint uncertainty.

    Parameters
    ----------
    line : Line
        A fitted line.
    n : int
        Number of draws.
    rng : numpy.random.Generator
        Draws them.

    Returns
    -------
    tuple of float64[n, p] and float64[n]
        Coefficients, and standard deviation of an error, km2 a week.
    """
    sd = np.sqrt(line.variance * line.freedom / rng.chisquare(line.freedom, n))
    return line.coefficients + sd[:, None] * (rng.standard_normal((n, len(line.coefficients))) @ line.root.T), sd


def error_paths(line: Line, sd: Floats, last: Floats, steps: int, rng: np.random.Generator) -> Floats:
    """Draw paths of the errors in the weeks after the origin.

    Parameters
    ----------
    line : Line
        Gives the correlation of errors a week apart.
    sd, last : float64[n]
        Standard deviation of an error, and the error in the week of the origin, km2 a week.
    steps : int
        Number of weeks after the origin.
    rng : numpy.random.Generator
        Draws the noise.

    Returns
    -------
    float64[n, steps]
        Errors, km2 a week.
    """
    noise = rng.standard_normal((steps, len(sd))) * (sd * np.sqrt(1.0 - line.memory**2))
    out = np.empty((steps, len(sd)))
    error = last
    for step in range(steps):
        error = line.memory * error + noise[step]
        out[step] = error
    return out.T
