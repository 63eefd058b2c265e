"""What every peer offers."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tests.statistical.ensembles import Case

Outcomes = dict[str, np.ndarray]


@dataclass(frozen=True)
class Peer:
    """A writing of the model, ready to be timed.

    members: how many `run` simulates, in all branches together; run: does it and returns CPU seconds; outcomes(case,
    seed): outcomes by name [n] of the members of a case over the whole horizon, None where another peer's stand for
    them; note: what a reader of the table should know.
    """

    name: str
    members: int
    run: Callable[[], float]
    outcomes: Callable[[Case, int], Outcomes] | None = None
    note: str = ""
