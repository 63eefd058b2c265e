"""What a second thread brings: whole chunks, sampled and computed, through the pool of a run."""

import threading
import time
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from benchmarks.measure import Measurement, in_turn, median_of, ratio_of, wall_seconds
from benchmarks.setting import HORIZON
from forecast.runner.pool import Task, run_tasks

if TYPE_CHECKING:
    from forecast.runner.kernel import Kernel

CHUNK = 2048
CHUNKS = 6
REPETITIONS = 5


def chunk_kernel() -> "Kernel":
    """The kernel of a run of configs/offer.yaml: `compute(lo, hi)` gives all branches of a member range."""
    from forecast.config import load_experiment
    from forecast.experiment import Sampler, sector_table
    from forecast.runner.kernel import Kernel
    from tests.kernels.case import FITTED
    from tests.statistical.ensembles import OFFER

    exp = load_experiment(OFFER)
    return Kernel(exp, Sampler(exp), sector_table(exp), FITTED)


def measure() -> list[Measurement]:
    """threads_2_over_1: wall time of one thread over that of two, for the same work; and what CPU time does."""
    kernel = chunk_kernel()
    kernel.compute(0, 1)  # compiled, or loaded
    spent: dict[int, list[float]] = {1: [], 2: []}

    def compute(lo: int) -> None:
        kernel.compute(lo, lo + CHUNK)

    def work(threads: int) -> float:
        tasks: Iterator[Task] = (partial(compute, k * CHUNK) for k in range(CHUNKS))
        begun = time.process_time()
        seconds = wall_seconds(lambda: run_tasks(tasks, threads, threading.Event(), lambda: ()))
        spent[threads].append(time.process_time() - begun)
        return seconds

    seconds = in_turn({"1": lambda: work(1), "2": lambda: work(2)}, REPETITIONS)
    scale = 1e9 / (CHUNKS * CHUNK * len(kernel.exp.branches) * HORIZON)
    return [
        ratio_of("threads_2_over_1", seconds["1"], seconds["2"], "wall of one thread over wall of two"),
        ratio_of("threads_cpu_growth", spent[2], spent[1], "CPU time of the same work, two threads over one"),
        median_of("chunks_1_thread", seconds["1"], "ns/member-week", scale, "wall, sampling included"),
        median_of("chunks_2_threads", seconds["2"], "ns/member-week", scale, "wall, sampling included"),
    ]
