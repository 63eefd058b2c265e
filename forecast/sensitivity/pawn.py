"""PAWN: how far an input moves the whole distribution of an outcome, not only its mean.

The draws are cut into ten slices by the input. The index is the mean over slices of the greatest distance between the
distribution function of the slice and that of all draws (Pianosi & Wagener 2015, Environmental Modelling & Software 67;
2018, 108). It is above 0 for an input without any influence, since a slice has few draws. So dummy inputs, which are
random orders of the draws, show what the index is by chance. SALib has the index without errors; a test compares both.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.estimates import Estimate, Floats
from forecast.sensitivity.outcomes import GROUPS, Outcome

SLICES = 10
DUMMIES = 100
CLASSES = 500
"""Maximum number of classes of the outcome, between which distribution functions are compared."""

FALSE_ALARM = 0.05
"""Chance that at least one of all inputs without influence exceeds `noise_high`."""


class Noise(NamedTuple):
    """The index of an input without influence: its mean, and the value that chance alone seldom exceeds."""

    mean: float
    high: float


class Pawn:
    """PAWN indices of inputs for one outcome.

    The distributions are those of the draw means, with their noise of chance, which no correction can remove from a
    distribution. Noise makes distributions more alike, so the indices are lower than they would be without it.
    """

    def __init__(self, outcome: Outcome) -> None:
        codes = np.unique(outcome.mean, return_inverse=True)[1].astype(np.int64)
        if codes.size and codes.max() >= CLASSES:
            ranks = np.searchsorted(np.sort(codes), codes, side="right") - 1
            codes = ranks * CLASSES // codes.size
        self._codes = codes
        self._classes = int(codes.max()) + 1 if codes.size else 0
        self._group = outcome.group

    def estimate(self, order: NDArray[np.int64]) -> Estimate:
        """Estimate the index of an input. The error is from a jackknife over 16 groups of draws.

        order: int64[n], places of the draws sorted by the input.
        """
        groups = self._group[order]
        without = np.array([self._index(order[groups != group]) for group in range(GROUPS)])
        spread = float(np.sum((without - without.mean()) ** 2))
        return Estimate(self._index(order), math.sqrt((GROUPS - 1) / GROUPS * spread), order.size)

    def noise(self, inputs: int, seed: int) -> Noise:
        """Estimate the index of inputs without influence from random orders of the draws.

        Parameters
        ----------
        inputs : int
            Number of inputs that are compared with the noise. `high` is a normal quantile for that many.
        seed : int
            Seed of the random orders.
        """
        from forecast.compat.scipy_special import ndtri

        rng = np.random.default_rng(seed)
        found = np.array([self._index(rng.permutation(self._codes.size)) for _ in range(DUMMIES)])
        reach = float(ndtri(1.0 - FALSE_ALARM / max(1, inputs)))
        return Noise(float(found.mean()), float(found.mean()) + reach * float(found.std(ddof=1)))

    def _index(self, order: NDArray[np.int64]) -> float:
        if order.size < SLICES:
            return math.nan
        codes = self._codes[order]
        slice_of = np.arange(order.size) * SLICES // order.size
        counts = np.bincount(slice_of * self._classes + codes, minlength=SLICES * self._classes)
        table: Floats = counts.reshape(SLICES, self._classes).cumsum(axis=1).astype(np.float64)
        whole = table.sum(axis=0) / order.size
        return float(np.abs(table / table[:, -1:] - whole).max(axis=1).mean())
