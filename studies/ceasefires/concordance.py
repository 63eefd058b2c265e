"""Harrell's concordance: whether what is forecast to last shorter does, among durations that may be censored."""

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt


class Concordance(NamedTuple):
    """value: share of comparable pairs that are in order, 0.5 for no skill; se: its jackknife standard error.

    NaN without comparable pairs. pairs: how many there are; n: cases; groups: what the jackknife leaves out in turn.
    """

    value: float
    se: float
    pairs: int
    n: int
    groups: int


def concordance(
    risk: npt.ArrayLike, duration: npt.ArrayLike, observed: npt.ArrayLike, group: npt.ArrayLike | None = None
) -> Concordance:
    """Concordance of risk float64[N] (higher is sooner) with durations float64[N], observed bool[N] (False: censored).

    A pair counts if the shorter duration ended in the event; of two equal durations one of which is censored the
    censored one is the longer, two events at the same time do not count. Equal risks count half. group: labels [N] of
    cases that belong together (the ceasefires of one war), which the jackknife leaves out together; each case for
    itself if None. Raises ValueError where the shapes differ.
    """
    r, t = np.asarray(risk, dtype=np.float64), np.asarray(duration, dtype=np.float64)
    seen = np.asarray(observed, dtype=bool)
    label = np.arange(r.size) if group is None else np.unique(np.asarray(group), return_inverse=True)[1]
    if r.ndim != 1 or not r.shape == t.shape == seen.shape == label.shape:
        raise ValueError(f"risk {r.shape}, duration {t.shape}, observed {seen.shape}, group {label.shape} differ")
    later = (t[:, None] < t) | ((t[:, None] == t) & ~seen)
    comparable = seen[:, None] & later
    ordered = np.where(r[:, None] > r, 1.0, np.where(r[:, None] == r, 0.5, 0.0)) * comparable
    groups = int(label.max()) + 1 if label.size else 0
    good, all_pairs = float(ordered.sum()), float(comparable.sum())
    if all_pairs == 0.0:
        return Concordance(math.nan, math.nan, 0, r.size, groups)
    rest = all_pairs - _touching(comparable.astype(np.float64), label, groups)
    kept = (good - _touching(ordered, label, groups))[rest > 0.0] / rest[rest > 0.0]
    se = math.sqrt((kept.size - 1) * float(kept.var())) if kept.size > 1 else math.nan
    return Concordance(good / all_pairs, se, int(all_pairs), r.size, groups)


def _touching(pairs: npt.NDArray[np.float64], label: npt.NDArray[np.intp], groups: int) -> npt.NDArray[np.float64]:
    """Sum of pairs [N, N] that have a member in each group, [groups]; a pair inside a group counts once."""
    between = np.zeros((groups, groups))
    np.add.at(between, (label[:, None], label[None, :]), pairs)
    return np.asarray(between.sum(axis=0) + between.sum(axis=1) - np.diag(between))
