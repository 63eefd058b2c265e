"""Whether a peer's outcomes are distributed as the kernel's: checked before anything is timed."""

from typing import NamedTuple

import numpy as np

from benchmarks.peers.peer import Outcomes
from benchmarks.setting import of_branches
from tests.statistical.comparing import Distance, of_outcomes
from tests.statistical.ensembles import Case, Ensemble

LIMIT = 5.0  # joint standard errors; one false alarm in two million comparisons
MEMBERS = 16_000  # in all branches together


class Agreement(NamedTuple):
    """comparisons: how many; worst: the farthest; far: those beyond the limit."""

    comparisons: int
    worst: Distance
    far: list[Distance]


class DisagreementError(Exception):
    """A peer simulates another model: its time would mean nothing."""


def compare(one: Case, kernel: Outcomes, other: Outcomes) -> Agreement:
    """Means, shares and whole distributions of every outcome, in every branch and in all together."""
    nothing = np.zeros(0)
    distances = []
    for branch, columns in (of_branches(one) | {"all": slice(None)}).items():
        a, b = ({name: row[columns] for name, row in both.items()} for both in (kernel, other))
        of_branch = of_outcomes(Ensemble(a, nothing, nothing), Ensemble(b, nothing, nothing))
        distances += [d._replace(what=f"{branch}: {d.what}") for d in of_branch]
    ranked = sorted(distances, key=lambda d: -abs(d.z) if d.z == d.z else -np.inf)
    return Agreement(len(distances), ranked[0], [d for d in ranked if not abs(d.z) < LIMIT])


def check(name: str, one: Case, kernel: Outcomes, other: Outcomes) -> str:
    """One line that says how far the peer is. Raises DisagreementError with what lies beyond the limit."""
    result = compare(one, kernel, other)
    if result.far:
        lines = [f"{name} does not agree with the kernel: {len(result.far)} of {result.comparisons} comparisons"]
        raise DisagreementError("\n".join([*lines, *(f"  {d}" for d in result.far[:10])]))
    return f"{name:12s} {result.comparisons} comparisons, farthest {abs(result.worst.z):.2f} s.e. ({result.worst.what})"
