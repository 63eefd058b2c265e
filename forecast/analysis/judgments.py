"""How far a comparison of branches hangs on one judged input: the same difference where the input is low and high."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from forecast.analysis.estimates import Estimate, mean
from forecast.analysis.members import Members


class Thirds(NamedTuple):
    """A difference of two branches in the third of the draws where an input is lowest, and where it is highest."""

    low: Estimate
    high: Estimate


def by_thirds(members: Members, prior: str, branch: ArrayLike, other: ArrayLike) -> Thirds:
    """Mean of `branch` minus mean of `other` (member values, NaN left out) by thirds of a drawn input."""
    values = members.run.draw_column(prior).astype(np.float64)
    first = values[np.flatnonzero(np.diff(members.draw, prepend=-1))]
    bottom, top = np.quantile(first, [1.0 / 3.0, 2.0 / 3.0])
    low, high = values <= bottom, values >= top
    a, b = np.asarray(branch, dtype=np.float64), np.asarray(other, dtype=np.float64)
    found = [
        (mean(np.where(kept, a, np.nan), members.clusters) - mean(np.where(kept, b, np.nan), members.clusters)).estimate
        for kept in (low, high)
    ]
    return Thirds(*found)
