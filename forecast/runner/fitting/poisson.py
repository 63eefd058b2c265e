"""Solves a Poisson regression with log link by iterated weighted least squares, in three ways.

`solve` is the regression itself. `climb` is for gains without losses: its likelihood is concave, and no step may lower
it. `penalise` has a solution whatever the rows: it leaves out the terms that do not vary, and a small penalty tells
apart those that vary together.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from forecast.store import fixed_order
from forecast.store.fixed_order import combined, dot, products

Floats = NDArray[np.float64]
MAX_STEPS, TOLERANCE = 100, 1e-10
MAX_LOG = 12.0
MIN_LOG = -60.0

PENALTY = 1e-4
"""Weight of half the square of a coefficient, for a term with standard deviation 1 and gains that sum to 1."""

MAX_PENALISED_STEPS = 500
STILL = 1e-6
"""A term whose standard deviation is a smaller part of its size does not vary."""

NO_SOLUTION = "the emulator of the expected gain did not converge on the pilot: look at the priors of the front"


class Solution(NamedTuple):
    """beta: float64[terms], the coefficients. inverse: float64[terms, terms], the inverse of their information."""

    beta: Floats
    inverse: Floats


def mean_of(offset: Floats, terms: Floats, beta: Floats) -> Floats:
    """Return the expected gain of each row, float64[rows], between exp(MIN_LOG) and exp(MAX_LOG).

    Parameters
    ----------
    offset : float64[rows]
        Part of the log gain that has no coefficient.
    terms : float64[rows, terms]
        The explanatory variables.
    beta : float64[terms]
        The coefficients.
    """
    return np.asarray(np.exp(np.clip(offset + combined(terms, beta), MIN_LOG, MAX_LOG)), np.float64)


def solve(gain: Floats, offset: Floats, terms: Floats) -> Solution:
    """Solve the regression of gains whose mean is above 0; single gains may be losses.

    Parameters
    ----------
    gain, offset : float64[rows]
        The gains, and the part of the log gain that has no coefficient.
    terms : float64[rows, terms]
        The explanatory variables; the first is 1.

    Raises
    ------
    ValueError
        If the steps do not end, or the coefficients are not determined.
    """
    beta = np.zeros(terms.shape[1])
    beta[0] = float(np.log(max(gain.mean(), 1.0) / np.exp(offset).mean()))
    for _ in range(MAX_STEPS):
        mean = np.asarray(np.exp(np.minimum(offset + combined(terms, beta), MAX_LOG)), np.float64)
        information = _information(mean, terms)
        step = fixed_order.solve(information, _pull(terms, gain - mean))
        step /= max(1.0, float(np.abs(step).max()))
        beta = beta + step
        if float(np.abs(step).max()) < TOLERANCE:
            return Solution(beta, _inverse(information))
    raise ValueError(NO_SOLUTION)


def climb(gain: Floats, offset: Floats, terms: Floats) -> Solution:
    """Solve the regression of gains above 0, so that no step lowers the likelihood.

    Parameters
    ----------
    gain, offset, terms : float64
        As in `solve`, with gains above 0.

    Raises
    ------
    ValueError
        If the steps do not end, or the coefficients are not determined.
    """

    def likelihood(beta: Floats) -> float:
        index = offset + combined(terms, beta)
        with np.errstate(over="ignore"):
            return float((gain * index - np.exp(index)).sum())

    beta = np.zeros(terms.shape[1])
    beta[0] = float(np.log(gain.mean() / np.exp(offset).mean()))
    for _ in range(MAX_STEPS):
        mean = np.exp(offset + combined(terms, beta))
        information = _information(mean, terms)
        step = fixed_order.solve(information, _pull(terms, gain - mean))
        step /= max(1.0, float(np.abs(step).max()))
        now = likelihood(beta)
        while float(np.abs(step).max()) >= TOLERANCE and likelihood(beta + step) < now:
            step /= 2.0
        if float(np.abs(step).max()) < TOLERANCE:
            return Solution(beta, _inverse(information))
        beta = beta + step
    raise ValueError(NO_SOLUTION)


def _pull(terms: Floats, errors: Floats) -> Floats:
    """Sum of the errors, float64[rows], times each term: float64[terms]."""
    return products(terms, errors[:, None])[:, 0]


def _inverse(matrix: Floats) -> Floats:
    return fixed_order.solve(matrix, np.eye(matrix.shape[0]))


def _information(mean: Floats, terms: Floats) -> Floats:
    return np.asarray(products(terms, mean[:, None] * terms) + 1e-9 * np.eye(terms.shape[1]) * mean.sum(), np.float64)


def penalise(gain: Floats, offset: Floats, terms: Floats, keep: bool = True) -> Solution:
    """Solve the regression with a small penalty on the coefficients. A term that is left out has 0.

    The terms are shifted and scaled to mean 0 and standard deviation 1. What is maximised is concave and falls away in
    every direction, so Newton steps that are halved until it rises reach its only maximum.

    Parameters
    ----------
    gain, offset : float64[rows]
        As in `solve`; single gains may be losses.
    terms : float64[rows, terms]
        The explanatory variables; the first is 1.
    keep : bool
        With False only the constant is fitted.

    Raises
    ------
    ValueError
        If the steps do not end.
    """
    centre, spread = terms.mean(axis=0), terms.std(axis=0)
    varies = spread > STILL * np.maximum(np.abs(centre), STILL)
    varies[0] = False
    columns = np.flatnonzero(varies & keep)
    scaled = np.column_stack([np.ones(gain.size), (terms[:, columns] - centre[columns]) / spread[columns]])
    total = float(gain.sum())
    weights, start = gain / total, offset - offset.max()
    penalty = np.full(scaled.shape[1], PENALTY * float(np.abs(weights).sum()))
    penalty[0] = 0.0

    def height(theta: Floats) -> float:
        index = start + combined(scaled, theta)
        with np.errstate(over="ignore"):
            return float(dot(weights, index) - np.exp(index).sum() - 0.5 * dot(penalty, theta**2))

    theta = np.zeros(scaled.shape[1])
    theta[0] = -float(np.log(np.exp(start).sum()))
    for _ in range(MAX_PENALISED_STEPS):
        mean = np.exp(start + combined(scaled, theta))
        slope = _pull(scaled, weights - mean) - penalty * theta
        information = products(scaled, mean[:, None] * scaled) + np.diag(np.maximum(penalty, 1e-300))
        step = fixed_order.solve(information, slope)
        now, is_close = height(theta), dot(slope, step) < TOLERANCE
        while height(theta + step) < now and float(np.abs(step).max()) >= TOLERANCE:
            step /= 2.0
        theta = theta + step
        if is_close:
            break
    else:
        raise ValueError(NO_SOLUTION)
    back = np.zeros((terms.shape[1], scaled.shape[1]))
    back[0, 0] = 1.0
    for place, column in enumerate(columns, start=1):
        back[column, place] = 1.0 / spread[column]
        back[0, place] = -centre[column] / spread[column]
    beta = combined(back, theta)
    beta[0] += np.log(total) - offset.max()
    inverse = products(products(_inverse(information), back.T), back.T) / total
    return Solution(beta, inverse)
