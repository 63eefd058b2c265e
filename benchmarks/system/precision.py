"""CPU seconds until the difference between two branches is known to a stated error: ours and two peers.

A run simulates the same members in both branches, draws them by scrambled Sobol points, and takes its error between the
scrambles. The peers are used as plain Monte Carlo: independent members in both branches. benchmarks/README.md has the
formulas.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.measure import Measurement, in_turn, ratio_of, thread_seconds
from benchmarks.peers.catalogue import missing
from benchmarks.setting import HORIZON, SEED, mixed
from forecast.experiment.clusters import SCRAMBLES

if TYPE_CHECKING:
    from forecast.runner.kernel import Kernel

PAIR = ("surge_offer", "muddle_through")
YEARS = 5
MCSE = 1e-3
DRAWS = 4_096
SEEDS = 2
"""Runs in each repetition, with seeds of their own."""

REPETITIONS = 4
EXPERIMENTS = 800  # of the workbench, in both branches together
NUMPY_MEMBERS = 16_000
CHUNK = 8_192

Flags = np.ndarray


def of_pair(draws: int, seed: int) -> "Kernel":
    """The kernel of a run of configs/offer.yaml in its own design, with these draws and seed, for the two branches."""
    from forecast.config import load_experiment
    from forecast.experiment import Sampler, sector_table
    from forecast.runner.kernel import Kernel
    from tests.kernels.case import FITTED
    from tests.statistical.ensembles import OFFER

    exp = load_experiment(OFFER)
    design = exp.design.model_copy(update={"draws": draws, "seed": seed, "members": None})
    exp = exp.model_copy(update={"design": design, "branches": {name: exp.branches[name] for name in PAIR}})
    return Kernel(exp, Sampler(exp), sector_table(exp), FITTED)


def outcomes(kernel: "Kernel") -> list[Flags]:
    """The outcome of every member in each of the two branches, float64[members]."""
    from forecast.store.rules import Lasting, Rows

    rule = Lasting(YEARS * 52)
    parts: list[list[Flags]] = [[], []]
    for lo in range(0, kernel.exp.members, CHUNK):
        result = kernel.compute(lo, min(lo + CHUNK, kernel.exp.members))
        for part, name in zip(parts, PAIR, strict=True):
            block = result.branches[name]
            part.append(rule.column(Rows(block.out, block.donor_out, kernel.exp.horizon)).values.astype(np.float64))
    return [np.concatenate(part) for part in parts]


class Difference:
    """Means of the paired differences in the scrambles of several runs, and the shares in both branches."""

    def __init__(self) -> None:
        self.means: list[float] = []
        self.shares: list[tuple[float, float]] = []
        self.members = 0

    def add(self, kernel: "Kernel") -> None:
        """Simulate one run."""
        first, second = outcomes(kernel)
        scramble = kernel.sampler.clusters(0, kernel.exp.members)
        self.means += [float((first - second)[scramble == k].mean()) for k in range(SCRAMBLES)]
        self.shares.append((float(first.mean()), float(second.mean())))
        self.members = kernel.exp.members

    @property
    def variance(self) -> float:
        """Squared clustered error of a run, times its members: what a member adds."""
        return float(np.var(self.means, ddof=1)) / SCRAMBLES * self.members

    @property
    def independent(self) -> float:
        """The same of plain Monte Carlo: p(1 - p) of both branches."""
        return float(sum(p * (1.0 - p) for p in np.mean(self.shares, axis=0)))


def measure(
    draws: int = DRAWS, repetitions: int = REPETITIONS, members: int = NUMPY_MEMBERS, experiments: int = EXPERIMENTS
) -> list[Measurement]:
    """precision_vs_ema and precision_vs_numpy, and the CPU seconds behind them."""
    from benchmarks.peers import numpy_arrays

    found, seed = Difference(), iter(range(SEED, SEED + 10**6))

    def ours() -> float:
        kernels = [of_pair(draws, next(seed)) for _ in range(SEEDS)]

        def runs() -> None:
            for kernel in kernels:
                found.add(kernel)

        return thread_seconds(runs) / sum(kernel.exp.members for kernel in kernels)

    one = mixed(members, PAIR)

    def arrays() -> float:
        return thread_seconds(lambda: numpy_arrays.run(one, HORIZON, SEED)) / (one.params.shape[1] // len(PAIR))

    jobs: dict[str, Callable[[], float]] = {"ours": ours, "numpy": arrays}
    if not missing("ema"):
        from benchmarks.peers import ema

        jobs["ema"] = lambda: float(ema.call(experiments, PAIR)["cpu"]) / (experiments // len(PAIR))
    of_pair(SCRAMBLES, SEED).compute(0, 1)  # compiled, or loaded
    cost = in_turn(jobs, repetitions)
    needed = {name: (found.variance if name == "ours" else found.independent) / MCSE**2 for name in jobs}
    seconds = {name: [each * needed[name] for each in cost[name]] for name in jobs}
    note = f"to an error of {MCSE:g} on durable_{YEARS}y, {PAIR[0]} less {PAIR[1]}"
    shown = {"ours": "precision_ours", "numpy": "precision_numpy", "ema": "precision_ema"}
    rows = [
        Measurement(
            shown[name],
            float(np.median(seconds[name])),
            "CPU s",
            note=f"{needed[name]:,.0f} members a branch, {1e6 * float(np.median(cost[name])):,.0f} us each in both",
        )
        for name in jobs
    ]
    ratios = [ratio_of(f"precision_vs_{name}", seconds[name], seconds["ours"], note) for name in jobs if name != "ours"]
    gain = Measurement(
        "precision_members", found.independent / found.variance, "ratio",
        note=f"members that plain Monte Carlo needs for one of ours; from {len(found.means)} scrambles",
    )  # fmt: skip
    return [*ratios, *rows, gain]
