"""`python -m tests.fuzz bytes|trees BASE COUNT SEED`: the fuzz of configs in full. BASE: light, small or shipped.

`python -m tests.fuzz run extremes|shipped COUNT SEED` runs valid ones, with 2 to 10 members each. Both print a line of
counts after each step. Exit code 1 if a config failed; the changed file of one that was checked is kept.
"""

import hashlib
import resource
import sys
import tempfile
import time
from pathlib import Path

from tests.fuzz import bases
from tests.fuzz.bases import Base
from tests.fuzz.campaign import fuzz_bytes, fuzz_trees
from tests.fuzz.checking import Tally
from tests.fuzz.running import extremes, mutated, run_each

BASES = {"light": bases.light, "small": bases.small, "shipped": bases.shipped}
CAMPAIGNS = {"bytes": fuzz_bytes, "trees": fuzz_trees}
STEP, RUNS = 1000, 10


def main(kind: str, name: str, count: int, seed: int) -> int:
    """Run a campaign in steps and print its counts after each."""
    tally, started, bad = Tally(), time.process_time(), Path(tempfile.mkdtemp(prefix="fuzz-"))

    def keep(base: Base, file: Path, content: bytes) -> None:
        where = f"{file.relative_to(base.path.parent)}".replace("/", "__")
        (bad / f"{hashlib.sha256(content).hexdigest()[:8]}__{where}").write_bytes(content)

    with tempfile.TemporaryDirectory() as folder:
        base = BASES[name](Path(folder) / "config")
        for step, lo in enumerate(range(0, count, STEP)):
            CAMPAIGNS[kind](base, seed + 1_000_000 * step, min(STEP, count - lo), tally, keep)
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(
                f"{kind} {name} seed {seed}: {tally.total():,} configs, {dict(tally)}, slowest {tally.slowest:.2f} s, "
                f"{time.process_time() - started:.0f} CPU s, peak {memory} MB; failing files in {bad}",
                flush=True,
            )
    return 1 if tally["failed"] else 0


def run(name: str, count: int, seed: int) -> int:
    """Run valid fuzzed configs and print the counts after every tenth."""
    tally, started = Tally(), time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        source = (
            extremes(path / "configs", seed) if name == "extremes" else mutated(BASES[name](path / "configs"), seed)
        )
        for lo in range(0, count, RUNS):
            run_each(source, min(RUNS, count - lo), path / "results", tally)
            print(f"run {name} seed {seed}: {dict(tally)}, {time.process_time() - started:.0f} CPU s", flush=True)
    return 1 if tally["failed"] else 0


if __name__ == "__main__":
    if sys.argv[1] == "run":
        sys.exit(run(sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))
    sys.exit(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))
