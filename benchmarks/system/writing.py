"""How much of a run of a million members goes into writing and summarising."""

import json
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import Measurement
from benchmarks.setting import HORIZON
from benchmarks.system.process import OFFER, used
from forecast.runner.machine import default_threads
from tests.statistical.ensembles import branches

MEMBERS = 1_000_000


def shares(ranges: list[list[float]], wall: float, threads: int) -> tuple[float, float, float]:
    """(start-up, writing and summarising, the part of it in which no thread computes), as shares of the wall time.

    ranges: [begin, end, CPU seconds] of every member range. From the first one on, a thread either computes or it does
    not: what is left after dividing the computing among the threads counts as writing, overlapped or not.
    """
    first = min(begin for begin, _, _ in ranges)
    computing = sum(cpu for _, _, cpu in ranges) / threads
    covered, reached = 0.0, first
    for begin, end, _ in sorted(ranges):
        covered += max(0.0, end - max(begin, reached))
        reached = max(reached, end)
    return first / wall, (wall - first - computing) / wall, (wall - first - covered) / wall


def measure(members: int = MEMBERS) -> list[Measurement]:
    """write_share of `forecast run configs/offer.yaml --json`, and what its wall time was made of."""
    threads = default_threads()
    with tempfile.TemporaryDirectory() as folder:
        observed_file = Path(folder) / "observed.json"
        words = ("run", str(OFFER), "--members", str(members), "--threads", str(threads), "--out", folder, "--json")
        run = used((sys.executable, "-m", "benchmarks.system.observed", str(observed_file), *words))
        ranges = json.loads(observed_file.read_text(encoding="utf-8"))["ranges"]
        size = sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())
    start, writing, alone = shares(ranges, run.wall, threads)
    count = len(branches())
    weeks = members * count * HORIZON
    return [
        Measurement("write_share", writing, "ratio", note=f"{members:,} members x {count} branches, one run"),
        Measurement("write_alone_share", alone, "ratio", note="the part of it in which no thread computes"),
        Measurement("start_share", start, "ratio", note="before the first member"),
        Measurement(f"run_{members}", run.wall * 1e9 / weeks, "ns/member-week", note=f"wall {run.wall:.1f} s"),
        Measurement("run_memory", run.memory / 2**20, "MiB", note="peak of that run"),
        Measurement("run_disk", size / 2**20, "MiB", note="of that run"),
    ]
