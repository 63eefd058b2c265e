"""How much of the variance between draws the inputs of each evidence grade explain.

The mean outcome of a draw is regressed on a polynomial of each input. The share of a grade is the covariance of its
part of the fit with the outcome, over the epistemic variance. The regression is fitted without the draws on which the
covariance is taken (cross-fitting), so that neither chance within a draw nor the number of inputs adds to a share. What
is left comes from inputs acting together and from forms that the polynomials miss. Chernozhukov et al. (2018,
Econometrics Journal) describe cross-fitting.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.draw_means import DrawMean, DrawTable
from forecast.analysis.estimates import Estimate, Floats
from forecast.analysis.split import GROUPS
from forecast.config.limits import PICKS
from forecast.config.prior import Prior
from forecast.experiment.evidence import GRADES

MAX_DEGREE = 3
PICK_TERMS = 3
"""An input that picks one of several views acts in steps, so its polynomial has so many times the usual degree."""

DRAWS_PER_TERM, FEWEST_DRAWS_PER_INPUT = 8, 3
EQUAL_SIZES = 0.99
"""Draws count as equally large if their mean size is at least this share of the largest one."""

STEPS, ACCURATE = 60, 1e-5
"""At most so many steps of the conjugate gradient, until the residual is this part of the right side."""

Singles = NDArray[np.float32]
Left = tuple[int, ...]
"""The groups that a fit leaves out: one, or two."""


@dataclass(frozen=True)
class Explained:
    """Shares of the epistemic variance.

    Attributes
    ----------
    by_grade : dict of str to Estimate
        Share that the inputs of each grade explain, each input by itself. An estimate may fall below 0 by chance.
    together : Estimate
        Share of all inputs, each by itself: the sum.
    rest : Estimate
        What is left: inputs that act together, and forms that the polynomials miss.
    inputs : dict of str to int
        Number of uncertain inputs of each grade.
    degree : int
        Degree of the polynomials.
    """

    by_grade: dict[str, Estimate]
    together: Estimate
    rest: Estimate
    inputs: dict[str, int]
    degree: int


class InputFit:
    """The regression on the inputs of a run, which serves all outcomes.

    Build it with `of`. terms: float32[draws, terms], the first one constant. grade: the grade of each term, as a number
    from 0; -1 for the constant.
    """

    def __init__(
        self, terms: Singles, grade: NDArray[np.int64], group: NDArray[np.int64], inputs: dict[str, int], degree: int
    ) -> None:
        self._terms, self._grade, self._inputs, self._degree = terms, grade, inputs, degree
        self._rows = [np.flatnonzero(group == number) for number in np.unique(group)]
        self._numbers = [int(number) for number in np.unique(group)]
        self._inverses: dict[Left, Singles] | None = None

    @classmethod
    def of(cls, table: DrawTable) -> "InputFit | None":
        """Compute the terms of all inputs of a run; None if it has fewer than three draws for each input."""
        count = len(table.priors)
        group = table.cluster % GROUPS
        if count == 0 or table.count < FEWEST_DRAWS_PER_INPUT * count or np.unique(group).size < 3:
            return None
        degree = max(1, min(MAX_DEGREE, table.count // (DRAWS_PER_TERM * count)))
        degrees = [degree * (PICK_TERMS if _picks(prior) else 1) for prior in table.priors]
        terms = np.empty((table.count, 1 + sum(degrees)), dtype=np.float32)
        terms[:, 0] = 1.0
        grades, used, inputs = [-1], 1, dict.fromkeys(GRADES, 0)
        for prior, own in zip(table.priors, degrees, strict=True):
            columns = polynomials(table.input(prior.name), own)
            terms[:, used : used + columns.shape[1]] = columns
            used += columns.shape[1]
            grades += [list(GRADES).index(prior.grade)] * columns.shape[1]
            inputs[prior.grade] += 1
        return cls(terms[:, :used], np.array(grades), group, inputs, degree)

    def explain(self, means: DrawMean, epistemic: Callable[[int | None], float]) -> Explained | None:
        """Divide the epistemic variance of an outcome among the grades of the inputs.

        Parameters
        ----------
        means : DrawMean
            Mean of the outcome in every draw. A draw weighs by its members with a value.
        epistemic : callable
            Gives the variance between draws, noise of chance removed, without one group of draws (None: of all).

        Returns
        -------
        Explained or None
            None if the variance is 0 or unknown without some group. Errors are from a jackknife over the groups.
        """
        size, largest = means.size, float(means.size.max())
        equal = bool(size.min() > 0.0) and float(size.mean()) >= EQUAL_SIZES * largest
        weight = np.ones(size.size) if equal else size / largest
        filled = np.where(np.isnan(means.mean), 0.0, means.mean)
        outcome = (filled - float(np.dot(weight, filled)) / float(weight.sum())) * weight
        right = np.stack([outcome[rows] @ self._terms[rows] for rows in self._rows]).astype(np.float64)
        mass = np.array([float(weight[rows].sum()) for rows in self._rows])
        fitted = self._fit(right, None if equal else weight)
        without = range(len(self._rows))
        found = self._shares(None, right, mass, fitted, epistemic)
        replicates = np.array([self._shares(number, right, mass, fitted, epistemic) for number in without])
        if not np.isfinite(found).all() or not np.isfinite(replicates).all():
            return None
        spread = np.sum((replicates - replicates.mean(axis=0)) ** 2, axis=0)
        errors = np.sqrt((len(without) - 1) / len(without) * spread)
        n = int(size.sum())
        *grades, together = (Estimate(float(a), float(b), n) for a, b in zip(found, errors, strict=True))
        rest = Estimate(1.0 - together.value, together.mcse, n)
        return Explained(dict(zip(GRADES, grades, strict=True)), together, rest, self._inputs, self._degree)

    def _shares(
        self,
        left_out: int | None,
        right: Floats,
        mass: Floats,
        fitted: dict[Left, Floats],
        epistemic: Callable[[int | None], float],
    ) -> Floats:
        """Shares of the grades and their sum, without one group; each group is predicted from the others."""
        chosen = [k for k in range(len(self._rows)) if k != left_out]
        products = np.zeros(self._grade.size)
        for k in chosen:
            left = (k,) if left_out is None else (min(k, left_out), max(k, left_out))
            products += fitted[left] * right[k]
        sums = [float(products[self._grade == number].sum()) for number in range(len(GRADES))]
        variance = epistemic(None if left_out is None else self._numbers[left_out])
        total = float(mass[chosen].sum()) * (variance if variance > 0.0 else math.nan)
        return np.array([*sums, sum(sums)]) / total

    def _fit(self, right: Floats, weight: Floats | None) -> dict[Left, Floats]:
        """Fit all groups but one or two, for each choice of these. right: float64[groups, terms].

        Without weights the inverses serve all outcomes. With weights they would have to be made again for each one, so
        the coefficients are found by conjugate gradients; the terms are nearly orthogonal, so that takes few steps.
        """
        lefts = list(_left_out(len(self._rows)))
        if weight is not None:
            return _conjugate_gradients(self._grams(weight), right, lefts)
        if self._inverses is None:
            grams = self._grams(None)
            self._inverses = {left: np.linalg.inv(_without(grams, left)).astype(np.float32) for left in lefts}
        return {left: self._inverses[left].astype(np.float64) @ _without(right, left) for left in lefts}

    def _grams(self, weight: Floats | None) -> Floats:
        """Products of the terms in each group, float64[groups, terms, terms]."""
        grams = []
        for rows in self._rows:
            terms = self._terms[rows]
            scaled = terms if weight is None else terms * weight[rows, None].astype(np.float32)
            grams.append((scaled.T @ terms).astype(np.float64))
        return np.stack(grams)


def polynomials(values: Floats, degree: int) -> Floats:
    """Orthonormal polynomials of the rank of an input over the draws, float64[draws, terms], without the constant.

    Parameters
    ----------
    values : float64[draws]
        Value of the input in each draw. Equal values share a rank.
    degree : int
        Degree of the highest polynomial; less for an input with few different values.
    """
    levels, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    rank = ((np.cumsum(counts) - 0.5 * counts) / values.size)[place]
    kept = min(degree, levels.size - 1)
    powers = np.polynomial.legendre.legvander(2.0 * rank - 1.0, kept)
    orthonormal, _ = np.linalg.qr(powers)
    terms: Floats = orthonormal[:, 1:] * math.sqrt(values.size)
    return terms


def _picks(prior: Prior) -> bool:
    return (prior.sets or "").rpartition(".")[2] in PICKS


def _left_out(groups: int) -> Iterator[Left]:
    """Every group, and every pair of groups."""
    for one in range(groups):
        yield (one,)
        for other in range(one + 1, groups):
            yield one, other


def _without(parts: Floats, left: Left) -> Floats:
    total: Floats = parts.sum(axis=0) - parts[list(left)].sum(axis=0)
    return total


def _conjugate_gradients(grams: Floats, right: Floats, lefts: list[Left]) -> dict[Left, Floats]:
    """Solve (sum of the kept grams) x = (sum of the kept right sides), for every choice of groups left out at once.

    Hestenes & Stiefel (1952). Each gram is applied to all systems, instead of one matrix for each system.
    """
    keep = np.ones((len(grams), len(lefts)))
    for column, left in enumerate(lefts):
        keep[list(left), column] = 0.0
    target = right.T @ keep
    found, residual = np.zeros_like(target), target.copy()
    direction, square = residual.copy(), np.sum(residual**2, axis=0)
    enough = ACCURATE**2 * np.sum(target**2, axis=0)
    for _ in range(STEPS):
        if np.all(square <= enough):
            break
        image = np.zeros_like(target)
        for gram, kept in zip(grams, keep, strict=True):
            image += (gram @ direction) * kept
        curvature = np.sum(direction * image, axis=0)
        step = np.divide(square, curvature, out=np.zeros_like(square), where=curvature > 0.0)
        found += step * direction
        residual -= step * image
        before, square = square, np.sum(residual**2, axis=0)
        direction = residual + direction * np.divide(square, before, out=np.zeros_like(square), where=before > 0.0)
    return {left: found[:, column] for column, left in enumerate(lefts)}
