"""The kernel itself, weekly histograms included."""

from functools import cache

from benchmarks.measure import thread_seconds
from benchmarks.peers.peer import Outcomes, Peer
from benchmarks.setting import HORIZON, SEED, members, mixed
from benchmarks.words import Words, words_per_member_week
from tests.statistical.ensembles import Case, kernel

MEMBERS = 12_800


def outcomes(one: Case, seed: int) -> Outcomes:
    return kernel(one, HORIZON, seed).outcomes


def peer() -> Peer:
    one = mixed(MEMBERS)

    def run() -> None:
        kernel(one, HORIZON, SEED)

    run()  # compiled before it is timed
    return Peer("kernel", members(one), lambda: thread_seconds(run), outcomes, "with weekly histograms")


@cache
def words() -> Words:
    """What the kernel draws on these members."""
    one = mixed(MEMBERS)
    return words_per_member_week(len(one.sectors), kernel(one, HORIZON, SEED).regimes, HORIZON)
