"""Boxes of worlds: draws whose inputs lie within limits, how much a box explains, and which of its limits it needs.

A limit cuts off one side of the range of one input. Its quasi-p-value is the chance of a mean as high as that of the
box, or higher, among as many draws taken at random from the box without this limit (Bryant and Lempert 2010,
doi:10.1016/j.techfore.2009.08.002, there for yes-or-no outcomes; here by the normal law for means of draws).
"""

import math
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from forecast.analysis.estimates import Floats

Side = Literal["above", "below"]
MAX_LIMITS = 4
"""Maximum number of limits of a box: more cannot be told in a sentence."""

MAX_QUASI_P = 0.05


class Limit(NamedTuple):
    """One side of a box: the draws in which an input is at least `bound` (above), or at most `bound` (below)."""

    name: str
    side: Side
    bound: float


Box = tuple[Limit, ...]
"""A draw is in the box if it keeps every limit."""


class Sample(NamedTuple):
    """Draws to search.

    Attributes
    ----------
    names : tuple of str
        Inputs.
    inputs : float64[draws, inputs]
        Their values.
    mean : float64[draws]
        Mean outcome of each draw; a search looks for high ones.
    weight : float64[draws]
        Members behind the mean, times how often the draw is in the sample; 0 leaves it out.
    """

    names: tuple[str, ...]
    inputs: Floats
    mean: Floats
    weight: Floats

    def keeps(self, box: Box) -> NDArray[np.bool_]:
        """Which draws are in a box, bool[draws]."""
        return inside(box, lambda name: self.inputs[:, self.names.index(name)], self.mean.size)


def inside(box: Box, column: Callable[[str], Floats], draws: int) -> NDArray[np.bool_]:
    """Which draws are in a box, bool[draws].

    Parameters
    ----------
    box : Box
    column : name -> float64[draws]
        Function that gives the values of an input.
    draws : int
        Number of draws.
    """
    chosen = np.ones(draws, dtype=bool)
    for name, side, bound in box:
        values = column(name)
        chosen &= values >= bound if side == "above" else values <= bound
    return chosen


def explained(sample: Sample, chosen: NDArray[np.bool_]) -> float:
    """Variance between draws that a box explains: that between the mean inside and the mean outside.

    0 if the mean inside is not the higher one. It is the measure by which a regression tree chooses a split (Breiman
    et al. 1984); it weighs a high mean against a large box.
    """
    weight = sample.weight
    total, part = float(weight.sum()), float(weight[chosen].sum())
    if part <= 0.0 or part >= total:
        return 0.0
    whole = float(np.dot(weight, sample.mean)) / total
    lead = float(np.dot(weight[chosen], sample.mean[chosen])) / part - whole
    return part / (total - part) * lead**2 if lead > 0.0 else 0.0


def quasi_p(sample: Sample, box: Box, limit: Limit) -> float:
    """Quasi-p-value of one limit of a box.

    Parameters
    ----------
    sample : Sample
        Draws to judge by.
    box : Box
    limit : Limit
        One of its limits.
    """
    chosen = sample.keeps(box)
    without = sample.keeps(tuple(other for other in box if other != limit))
    weight, means = sample.weight[without], sample.mean[without]
    held = sample.weight[chosen]
    if not held.sum() > 0.0:
        return 1.0
    centre = float(np.average(means, weights=weight))
    variance = float(np.average((means - centre) ** 2, weights=weight))
    count = float(held.sum()) ** 2 / float(np.dot(held, held))
    lead = float(np.average(sample.mean[chosen], weights=held)) - centre
    if variance <= 0.0:
        return 1.0
    return 0.5 * math.erfc(lead / math.sqrt(2.0 * variance / count))


def simplify(sample: Sample, box: Box) -> Box:
    """Drop the limits that a box does not need, the one with the highest quasi-p-value first.

    Limits go until all quasi-p-values are at most 0.05 and there are at most `MAX_LIMITS` limits.
    """
    while box:
        chances = [quasi_p(sample, box, limit) for limit in box]
        worst = max(range(len(box)), key=chances.__getitem__)
        if chances[worst] <= MAX_QUASI_P and len(box) <= MAX_LIMITS:
            break
        box = box[:worst] + box[worst + 1 :]
    return box


def best(sample: Sample, boxes: Sequence[Box]) -> tuple[Box, Box]:
    """The box that explains most, and the one with the highest mean; both empty if no box explains anything."""
    found = max(boxes, key=lambda box: explained(sample, sample.keeps(box)), default=())
    if explained(sample, sample.keeps(found)) == 0.0:
        return (), ()
    return found, max(boxes, key=lambda box: _mean(sample, sample.keeps(box)))


def add_new(boxes: Sequence[Box], box: Box) -> tuple[Box, ...]:
    """Add a box, unless it is empty or its limits are on the same sides of the same inputs as those of another one."""
    sides = {limit[:2] for limit in box}
    if not box or any(sides == {limit[:2] for limit in other} for other in boxes):
        return tuple(boxes)
    return (*boxes, box)


def _mean(sample: Sample, chosen: NDArray[np.bool_]) -> float:
    weight = sample.weight[chosen]
    return float(np.dot(weight, sample.mean[chosen])) / float(weight.sum()) if weight.sum() > 0.0 else -math.inf
