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
    wrong = 0
    for done, seed in enumerate(range(first, first + count), 1):
        failure = bench.trial(seed)
        if failure:
            wrong += 1
            print(failure, flush=True)
        if done % 50 == 0 or done == count:
            print(f"{done} trials, {wrong} wrong, {time.perf_counter() - begin:.0f} s", flush=True)
sys.exit(bool(wrong))
