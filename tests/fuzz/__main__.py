"""`python -m tests.fuzz bytes|trees BASE COUNT SEED`: the fuzz of configs in full. BASE: light, small or shipped.

Prints one line of counts. Exit code 1 if a config failed; its changed file is then kept in the folder of the fuzz.
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

CAMPAIGNS = {"bytes": fuzz_bytes, "trees": fuzz_trees}
STEP = 1000


def main(kind: str, name: str, count: int, seed: int) -> int:
    """Run a campaign in steps and print its counts after each."""
    tally, started, bad = Tally(), time.process_time(), Path(tempfile.mkdtemp(prefix="fuzz-"))

    def keep(base: Base, file: Path, content: bytes) -> None:
        where = f"{file.relative_to(base.path.parent)}".replace("/", "__")
        (bad / f"{hashlib.sha256(content).hexdigest()[:8]}__{where}").write_bytes(content)

    with tempfile.TemporaryDirectory() as folder:
        base = {"light": bases.light, "small": bases.small, "shipped": bases.shipped}[name](Path(folder) / "config")
        for step, lo in enumerate(range(0, count, STEP)):
            CAMPAIGNS[kind](base, seed + 1_000_000 * step, min(STEP, count - lo), tally, keep)
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(
                f"{kind} {name} seed {seed}: {tally.total():,} configs, {dict(tally)}, slowest {tally.slowest:.2f} s, "
                f"{time.process_time() - started:.0f} CPU s, peak {memory} MB; failing files in {bad}",
                flush=True,
            )
    return 1 if tally["failed"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))
