"""`python -m tests.fuzz_results FOLDER COUNT [SEED]`: damage a run or sweep so often, and list what went wrong."""

import sys
import tempfile
import time
from pathlib import Path

from tests.fuzz_results.trial import Bench

folder, count = Path(sys.argv[1]), int(sys.argv[2])
first = int(sys.argv[3]) if len(sys.argv) > 3 else 0
print(f"seeds {first} to {first + count - 1}", flush=True)
begin = time.perf_counter()
with tempfile.TemporaryDirectory() as home:
    bench = Bench(folder, Path(home))
    failures = [failure for seed in range(first, first + count) if (failure := bench.trial(seed))]
for failure in failures:
    print(failure)
print(f"{count} trials, {len(failures)} wrong, {time.perf_counter() - begin:.0f} s")
sys.exit(bool(failures))
