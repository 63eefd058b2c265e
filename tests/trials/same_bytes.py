"""Makes one run in many ways, and compares the files: threads, chunks, shards, a Dask cluster, files that come late.

`python -m tests.trials.same_bytes` prints one line for each way. Its exit code is 1 if a way gives other bytes.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.trials.kills import CONFIG, digests

MEMBERS = 132_000
TEXTS = ("horizon=5 weeks", "success=", "branches.surge_bluff=", "branches.europe_led=", "branches.surge_offer=")
"""Two branches: the number of members is what makes parts and shards."""

Way = tuple[str, Callable[[Path], None]]


def forecast(*words: object, **environment: str) -> None:
    command = [sys.executable, "-m", "forecast", *map(str, words), "--quiet"]
    subprocess.run(command, check=True, env={**os.environ, **environment})


def run(out: Path, *words: object, **environment: str) -> None:
    sets = [word for text in TEXTS for word in ("--set", text)]
    forecast("run", CONFIG, *sets, "--members", MEMBERS, "--out", out, *words, **environment)


def shards(count: int) -> Callable[[Path], None]:
    """All shards that have something to compute, in a random order, and a few that have nothing."""

    def make(out: Path) -> None:
        parts = -(-MEMBERS // 65_536)
        numbers = list(range(1, min(count, parts) + 1)) + [count] * (count > parts)
        random.Random(count).shuffle(numbers)
        for number in numbers:
            run(out, "--shard", f"{number}/{count}")
        forecast("merge", out, "--wait", 0)

    return make


def late(seconds: float) -> Callable[[Path], None]:
    """Half of the files of the shards appear so many seconds after the merge has begun."""

    def make(out: Path) -> None:
        for number in (1, 2, 3):
            run(out, "--shard", f"{number}/3")
        files = sorted(path for path in out.rglob("*") if path.is_file() and path.name not in ("manifest.json", "lock"))
        hidden = random.Random(1).sample([path for path in files if path.suffix != ".yaml"], len(files) // 2)
        contents = {path: path.read_bytes() for path in hidden}
        for path in hidden:
            path.unlink()

        def show() -> None:
            for path, content in contents.items():
                path.write_bytes(content)

        timer = threading.Timer(seconds, show)
        timer.start()
        begun = time.monotonic()
        forecast("merge", out)
        assert time.monotonic() - begun >= seconds - 1.0
        timer.join()

    return make


def dask(workers: int, kill: bool = False) -> Callable[[Path], None]:
    """A Dask cluster of so many workers; one of them is killed while it computes."""

    def make(out: Path) -> None:
        import distributed

        options = {"threads_per_worker": 1, "dashboard_address": None, "silence_logs": 50}
        with distributed.LocalCluster(n_workers=workers, **options) as cluster:
            if kill:
                with distributed.Client(cluster) as client:
                    pid = next(iter(client.run(os.getpid).values()))
                timer = threading.Timer(6.0, os.kill, (pid, signal.SIGKILL))
                timer.start()
            run(out, "--executor", "dask", "--scheduler", cluster.scheduler_address)
            if kill:
                timer.join()

    return make


def extended(out: Path) -> None:
    sets = [word for text in TEXTS for word in ("--set", text)]
    forecast("run", CONFIG, *sets, "--members", 1_003, "--out", out / "small")
    forecast("extend", out / "small", "--members", 66_000, "--out", out / "middle")
    forecast("extend", out / "middle", "--members", MEMBERS, "--out", out)


def ways() -> Iterator[Way]:
    for threads in (1, 2, 4):
        yield f"{threads} threads", lambda out, n=threads: run(out, "--threads", n)  # type: ignore[misc]
    for size in (1_000, 8_192, 65_536):
        yield f"chunks of {size:,}", lambda out, n=size: run(out, "--chunk-size", n)  # type: ignore[misc]
    for count in (1, 7, 64, 1_001):
        yield f"{count:,} shards", shards(count)
    for workers in (1, 2, 3):
        yield f"Dask, {workers} workers", dask(workers)
    yield "Dask, 2 workers, one killed", dask(2, kill=True)
    yield "extended twice", extended
    yield "merged with files 30 s late", late(30.0)
    for name in ("haswell", "x86-64"):
        yield f"compiled for {name}", lambda out, n=name: run(out, NUMBA_CPU_NAME=n, NUMBA_CPU_FEATURES="")  # type: ignore[misc]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", default=[""], help="ways whose name contains one of these texts")
    chosen = parser.parse_args()
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        run(Path(folder) / "first")
        (first,) = (Path(folder) / "first").glob("smoke/2*")
        expected = digests(first)
        for place, (name, make) in enumerate(way for way in ways() if any(text in way[0] for text in chosen.only)):
            out = Path(folder) / str(place)
            out.mkdir()
            make(out)
            found = [digests(path) for path in out.glob("smoke/*")]
            same = found == [expected]
            bad += not same
            print(f"{name}: {'same bytes' if same else f'OTHER BYTES ({len(found)} folders)'}", flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
