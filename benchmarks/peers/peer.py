"""What every peer offers."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

Outcomes = dict[str, np.ndarray]


@dataclass(frozen=True)
class Peer:
    """A writing of the model, ready to be timed.

    members: how many `run` simulates in all branches together; run: does it and returns CPU seconds; outcomes(branch,
    n, seed): outcomes by name [n] of the first members of a branch over the whole horizon, None where another peer's
    stand for them; note: what a reader of the table should know.
    """

    name: str
    members: int
    run: Callable[[], float]
    outcomes: Callable[[str, int, int], Outcomes] | None = None
    note: str = ""
