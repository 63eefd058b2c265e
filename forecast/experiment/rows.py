"""Rows of a kernel array: each is one drawn prior times a factor, or one constant."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from forecast.config.models import Prior
from forecast.experiment.distributions import constant, is_fixed


class Row(NamedTuple):
    """`column[prior] * value` where a prior is named, else the constant `value`; in the unit of the kernel row."""

    prior: str | None
    value: np.float32


def row_of(prior: Prior, factor: float) -> Row:
    """The row that a prior fills. The product is taken in float32, so a stored draw gives the kernel's exact number."""
    single = np.float32(factor)
    return Row(None, constant(prior) * single) if is_fixed(prior) else Row(prior.name, single)


def fill(rows: Sequence[Row], columns: Mapping[str, NDArray[np.float32]], out: NDArray[np.float32]) -> None:
    """Write `out` f32[len(rows), n] from columns f32[n]. Raises KeyError if a column is missing."""
    for target, (prior, value) in zip(out, rows, strict=True):
        if prior is None:
            target[:] = value
        else:
            np.multiply(columns[prior], value, out=target)
