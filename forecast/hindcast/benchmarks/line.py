"""A line by ordinary least squares whose errors have memory from week to week: fit, draws, paths of the errors."""

from typing import NamedTuple

import numpy as np

from forecast.observations.series import Floats

ROUNDING = 1e-20
MOST = 0.9  # bound on the memory: above it 26 weeks cannot tell a line from a wandering level


class Line(NamedTuple):
    """A fitted line.

    coefficients float64[p]; root float64[p, p] of their covariance if an error had unit variance; variance of an error,
    km4, and its degrees of freedom; memory: correlation of errors a week apart.
    """

    coefficients: Floats
    root: Floats
    variance: float
    freedom: float
    memory: float


def fit(columns: Floats, weeks: Floats, values: Floats) -> Line:
    """The line through `values` float64[m], seen in `weeks` float64[m], with regressors `columns` float64[m, p].

    Errors are e' = r e + noise. r is the correlation of residuals a week apart, corrected for p fitted coefficients
    (Shaman & Stine 1988) and held within 0 and 0.9. With V_ij = r^|i-j| and M = I - X(X'X)^-1 X', the variance is
    SSR/tr(MV), the coefficients have covariance (X'X)^-1 X'VX (X'X)^-1 times it, and the degrees of freedom are
    tr(MV)^2/tr(MVMV) (Satterthwaite 1946).
    """
    m, p = columns.shape
    inverse = np.linalg.inv(columns.T @ columns)
    coefficients = inverse @ columns.T @ values
    residuals = values - columns @ coefficients
    square = float(residuals @ residuals)
    scale = float(np.abs(values).max())
    if square <= ROUNDING * m * scale**2:  # an exact line: what is left is rounding
        square, memory = 0.0, 0.0
    else:
        together = float((residuals[1:] * residuals[:-1])[np.diff(weeks) == 1.0].sum())
        memory = float(np.clip((m * together / square + p) / (m - p - 2), 0.0, MOST))
    correlation = memory ** np.abs(weeks[:, None] - weeks[None, :])
    left = (np.eye(m) - columns @ inverse @ columns.T) @ correlation
    trace = float(np.trace(left))
    middle = inverse @ columns.T
    root = np.asarray(np.linalg.cholesky(middle @ correlation @ middle.T), dtype=np.float64)
    return Line(coefficients, root, square / trace, trace**2 / float(np.sum(left * left.T)), memory)


def draw(line: Line, n: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Coefficients float64[n, p] and standard deviations of an error float64[n], from their joint uncertainty."""
    sd = np.sqrt(line.variance * line.freedom / rng.chisquare(line.freedom, n))
    return line.coefficients + sd[:, None] * (rng.standard_normal((n, len(line.coefficients))) @ line.root.T), sd


def errors(line: Line, sd: Floats, last: Floats, steps: int, rng: np.random.Generator) -> Floats:
    """float64[n, steps]: errors of the weeks after the last one, which was off by `last` float64[n]."""
    noise = rng.standard_normal((steps, len(sd))) * (sd * np.sqrt(1.0 - line.memory**2))
    out = np.empty((steps, len(sd)))
    error = last
    for step in range(steps):
        error = line.memory * error + noise[step]
        out[step] = error
    return out.T
