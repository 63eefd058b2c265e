"""Functions of the inputs of a set, from which a regression predicts the differences between branches.

Every input has a linear column. The inputs that matter most have natural cubic splines, steps and products of pairs
too. Steps are for inputs that pick one of several views: an outcome jumps at some value. Knots and scales belong to the
standard normal distribution of the scores, so no outcome decides about them.
"""

from functools import cache
from itertools import combinations
from typing import NamedTuple

import numpy as np

from forecast.analysis.estimates import Floats
from forecast.compat.scipy_special import ndtri

MOST_CURVED = 16
"""Inputs of a set with splines and products. Of a larger set these are the inputs that explain most."""

KNOTS = (0.02, 0.2, 0.4, 0.6, 0.8, 0.98)
STEPS = tuple(k / 10 for k in range(1, 10))
"""Shares of the draws below each step."""

SHAPES = len(KNOTS) - 2 + len(STEPS)
"""Columns of an input with splines and steps, besides the linear one."""

GRID = 4001


class Columns(NamedTuple):
    """Which functions of the inputs are columns. curved: inputs with splines and steps. pairs: inputs multiplied."""

    inputs: int
    curved: tuple[int, ...]
    pairs: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, inputs: int, curved: tuple[int, ...]) -> "Columns":
        """All linear columns, and splines, steps and products of some inputs."""
        return cls(inputs, curved, tuple(combinations(curved, 2)))

    @property
    def additive(self) -> int:
        """Number of columns without products; they come first."""
        return self.inputs + len(self.curved) * SHAPES

    def compute(self, scores: Floats) -> Floats:
        """The columns, float64[draws, columns]; scores: float64[draws, inputs]."""
        parts = [scores]
        if self.curved:
            chosen = scores[:, list(self.curved)]
            shapes = np.concatenate([_bends(chosen), _steps(chosen)], axis=-1)
            parts.append(shapes.reshape(scores.shape[0], -1))
        if self.pairs:
            left, right = np.array(self.pairs).T
            parts.append(scores[:, left] * scores[:, right])
        return np.concatenate(parts, axis=1)

    def index_in(self, union: "Columns") -> list[int]:
        """Where these columns are among those of a wider choice of the same inputs."""
        curved = {name: self.inputs + SHAPES * place for place, name in enumerate(union.curved)}
        pairs = {pair: union.additive + place for place, pair in enumerate(union.pairs)}
        found = list(range(self.inputs))
        found += [curved[name] + step for name in self.curved for step in range(SHAPES)]
        return found + [pairs[pair] for pair in self.pairs]


def _bends(scores: Floats) -> Floats:
    """The columns of a natural cubic spline besides the linear one, float64[..., knots - 2], uncorrelated, scale 1."""
    raw, (centre, mixing) = _raw_bends(scores), _scaling()
    return np.asarray((raw - centre) @ mixing)


def _steps(scores: Floats) -> Floats:
    """Whether a score lies above each step, float64[..., steps], centred, scale 1."""
    below = np.array(STEPS)
    return np.asarray(((scores[..., None] > ndtri(below)) - (1.0 - below)) / np.sqrt(below * (1.0 - below)))


def _raw_bends(scores: Floats) -> Floats:
    knots = ndtri(np.array(KNOTS))
    cubes = np.maximum(scores[..., None] - knots, 0.0) ** 3
    slopes = (cubes[..., :-1] - cubes[..., -1:]) / (knots[-1] - knots[:-1])
    columns = slopes[..., :-1] - slopes[..., -1:]
    return np.concatenate([scores[..., None], columns], axis=-1)


@cache
def _scaling() -> tuple[Floats, Floats]:
    """Centre and mixing that make the columns uncorrelated with each other and with the score, on a normal grid."""
    raw = _raw_bends(ndtri((np.arange(GRID) + 0.5) / GRID))
    centre = raw.mean(axis=0)
    _, triangle = np.linalg.qr((raw - centre) / np.sqrt(GRID))
    return centre, np.linalg.inv(triangle)[:, 1:]
