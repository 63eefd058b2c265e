"""The array model of the tests on NumPy, at its best chunk size."""

import numpy as np

from benchmarks.measure import thread_seconds
from benchmarks.peers.peer import Outcomes, Peer
from benchmarks.setting import HORIZON, SEED, WEEKS_TO_TUNE, members, mixed
from tests.array_model import simulate
from tests.kernels.case import FITTED
from tests.statistical.ensembles import Case, with_spent

CHUNKS = (4000, 8000, 16_000, 32_000)


def run(one: Case, horizon: int, seed: int) -> tuple[Outcomes, np.ndarray]:
    return simulate(seed, horizon, *one, FITTED, chunk=members(one))


def outcomes(one: Case, seed: int) -> Outcomes:
    return with_spent(*run(one, HORIZON, seed))


def best_chunk() -> tuple[int, str]:
    """The chunk with the least CPU time a member-week, and what every size took, for the note."""
    cost = {}
    for chunk in CHUNKS:
        one = mixed(chunk)
        turns = [thread_seconds(lambda: run(one, WEEKS_TO_TUNE, SEED)) for _ in range(2)]  # noqa: B023
        cost[chunk] = min(turns) / (members(one) * WEEKS_TO_TUNE) * 1e9
    return min(cost, key=cost.__getitem__), ", ".join(f"{chunk}: {ns:.0f} ns" for chunk, ns in cost.items())


def peer() -> Peer:
    chunk, tried = best_chunk()
    one = mixed(chunk)
    note = f"no histograms; SFC64, float32; chunk {chunk} ({tried})"
    return Peer("numpy", members(one), lambda: thread_seconds(lambda: run(one, HORIZON, SEED)), outcomes, note)
