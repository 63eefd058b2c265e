"""The kernel itself, weekly histograms included."""

from benchmarks.measure import thread_seconds
from benchmarks.peers.peer import Outcomes, Peer
from benchmarks.setting import HORIZON, SEED, cases
from tests.statistical.ensembles import kernel

MEMBERS = 2560


def outcomes(branch: str, n: int, seed: int) -> Outcomes:
    return kernel(cases(n)[branch], HORIZON, seed).outcomes


def peer() -> Peer:
    each = cases(MEMBERS)

    def run() -> None:
        for one in each.values():
            kernel(one, HORIZON, SEED)

    run()  # compiled before it is timed
    return Peer("kernel", MEMBERS * len(each), lambda: thread_seconds(run), outcomes, "with weekly histograms")
