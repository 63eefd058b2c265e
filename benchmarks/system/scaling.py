"""How the cost of a member-week changes with the size of a chunk and of a whole run."""

import tempfile
from functools import partial

from benchmarks.measure import Job, Measurement, in_turn, median_of, thread_seconds
from benchmarks.setting import HORIZON
from benchmarks.system.process import FORECAST, OFFER, used
from benchmarks.system.threads import chunk_kernel
from tests.statistical.ensembles import branches

CHUNKS = (128, 512, 2048, 8192)
MEMBERS = (10_000, 100_000)
REPETITIONS = 3


def chunks() -> list[Measurement]:
    """CPU time of one thread for chunks of different sizes, the same members in all."""
    kernel = chunk_kernel()
    kernel.compute(0, 1)

    def work(size: int) -> float:
        return thread_seconds(lambda: [kernel.compute(lo, lo + size) for lo in range(0, CHUNKS[-1] // 4, size)])

    sizes = [size for size in CHUNKS if size <= CHUNKS[-1] // 4]
    jobs: dict[str, Job] = {str(size): partial(work, size) for size in sizes}
    jobs[str(CHUNKS[-1])] = lambda: thread_seconds(lambda: kernel.compute(0, CHUNKS[-1])) / 4.0
    scale = 1e9 / (CHUNKS[-1] // 4 * len(kernel.exp.branches) * HORIZON)
    seconds = in_turn(jobs, REPETITIONS)
    return [median_of(f"chunk_{size}", seconds[size], "ns/member-week", scale, "one thread, CPU") for size in seconds]


def members() -> list[Measurement]:
    """Wall time of whole runs of configs/offer.yaml; that of a million members is measured with `writing`."""
    measurements = []
    for count in MEMBERS:
        with tempfile.TemporaryDirectory() as out:
            seconds = used((*FORECAST, "run", str(OFFER), "--members", str(count), "--out", out, "--quiet")).wall
        weeks = count * len(branches()) * HORIZON
        measurements.append(
            Measurement(f"run_{count}", seconds * 1e9 / weeks, "ns/member-week", note=f"wall {seconds:.1f} s")
        )
    return measurements


def measure() -> list[Measurement]:
    return chunks() + members()
