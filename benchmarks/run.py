"""The parts of a benchmark run, in their order."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from benchmarks.measure import Measurement, in_turn, median_of
from benchmarks.peers import catalogue
from benchmarks.peers.peer import Peer
from benchmarks.ratios import PAIRS

SYSTEM = {
    "threads": ("threads_2_over_1",),
    "start": ("warm_start_over_import",),
    "compile": ("cold_compile_cpu_s",),
    "memory": ("rss_ratio",),
    "writing": ("write_share",),
    "scaling": (),
    "precision": ("precision_vs_ema", "precision_vs_numpy"),
}
Say = Callable[[str], None]


class Asked(NamedTuple):
    """What the command line asks for. parts: peers and system figures; results: None for the usual folder."""

    parts: tuple[str, ...]
    repetitions: int = 5
    json: bool = False
    results: Path | None = None

    @staticmethod
    def names() -> list[str]:
        return [*catalogue.NAMES, *SYSTEM]

    def peers(self) -> list[str]:
        """Peers asked for that can be measured here."""
        return [name for name in catalogue.NAMES if name in self.parts and not catalogue.missing(name)]

    def why_not(self, figure: str) -> str:
        """Why a figure is not there."""
        needed = PAIRS.get(figure) or [part for part, figures in SYSTEM.items() if figure in figures]
        reasons = [catalogue.missing(name) for name in needed if name in self.parts]
        if figure == "precision_vs_ema":
            reasons.append(catalogue.missing("ema"))
        left_out = [name for name in needed if name not in self.parts]
        return "; ".join([*filter(None, reasons), *(f"{name} is not in --only" for name in left_out)])


def measured_peers(asked: Asked, say: Say) -> tuple[list[Measurement], dict[str, list[float]]]:
    """Their figures, CPU seconds a member-week by peer and repetition. Raises DisagreementError before any timing."""
    from benchmarks.processor import one_core
    from benchmarks.setting import HORIZON

    if not asked.peers():
        return [], {}
    with one_core():
        peers: list[Peer] = []
        for name in asked.peers():
            say(f"{name}: getting ready")
            peers += catalogue.make(name)
        agree(peers, say)
        say(f"timing {', '.join(peer.name for peer in peers)}, {asked.repetitions} repetitions in turn")
        seconds = in_turn({peer.name: peer.run for peer in peers}, asked.repetitions)
    each = {peer.name: [s / (peer.members * HORIZON) for s in seconds[peer.name]] for peer in peers}
    measurements = [median_of(peer.name, each[peer.name], "ns/member-week", 1e9, peer.note) for peer in peers]
    return measurements + words(asked), each


def agree(peers: list[Peer], say: Say) -> None:
    """Check every peer that has outcomes of its own against the kernel. Raises DisagreementError."""
    from benchmarks import agreement
    from benchmarks.peers import kernel
    from benchmarks.setting import SEED, members, mixed

    others = [peer for peer in peers if peer.outcomes is not None and peer.name != "kernel"]
    if others:
        one = mixed(agreement.MEMBERS)
        say(f"agreement over {members(one):,} members, all branches, seeds {SEED} and the next {len(others)}")
        ours = kernel.outcomes(one, SEED)
        for k, peer in enumerate(others, 1):
            assert peer.outcomes is not None
            print(agreement.check(peer.name, one, ours, peer.outcomes(one, SEED + k)), flush=True)
    if any(peer.name == "ema" for peer in peers):
        from benchmarks.peers import ema

        if not ema.same_as_naive():
            raise agreement.DisagreementError("ema: the workbench brings back other outcomes than the naive kernel")
        print("ema          the same outcomes as the naive kernel, member by member", flush=True)


def words(asked: Asked) -> list[Measurement]:
    """Random words of a member-week."""
    if "rng" not in asked.parts:
        return []
    from benchmarks.peers import kernel

    one = kernel.words()
    return [
        Measurement("words_generated", one.generated, "words/member-week"),
        Measurement("words_consumed", one.consumed, "words/member-week"),
        Measurement("words_used_share", one.consumed / one.generated, "ratio"),
    ]


def measured_system(asked: Asked, say: Say) -> list[Measurement]:
    """Figures of whole commands."""
    from benchmarks.system import memory, precision, scaling, start, threads, writing

    parts: dict[str, Callable[[], list[Measurement]]] = {
        "threads": threads.measure,
        "start": start.warm,
        "compile": start.cold,
        "memory": memory.measure,
        "writing": writing.measure,
        "scaling": scaling.measure,
        "precision": precision.measure,
    }
    measurements = []
    for name in SYSTEM:
        if name in asked.parts:
            say(name)
            measurements += parts[name]()
    return measurements
