"""`python -m benchmarks`: agreement first, then peers in turn, then whole commands; a table, a file, a JSON line."""

import argparse
import os
import sys
import time
from pathlib import Path

from forecast.runner.cache import use_cache_folder

use_cache_folder()  # before a peer imports Numba, which then fixes the processor that it compiles for

from benchmarks.ratios import TARGETS, as_json, of_peers  # noqa: E402
from benchmarks.run import Asked, measured_peers, measured_system  # noqa: E402
from benchmarks.table import table  # noqa: E402


def asked(words: list[str] | None = None) -> Asked:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", metavar="A,B", default="", help=f"of {', '.join(Asked.names())}")
    parser.add_argument("--repetitions", metavar="N", type=int, default=5, help="of every peer [5]")
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    parser.add_argument("--results", metavar="DIR", type=Path, default=None, help="folder of the Parquet file")
    given = parser.parse_args(words)
    parts = given.only.split(",") if given.only else Asked.names()
    unknown = [name for name in parts if name not in Asked.names()]
    if unknown:
        parser.error(f"--only {','.join(unknown)}: must be some of {', '.join(Asked.names())}")
    if given.repetitions < 2:
        parser.error("--repetitions must be at least 2")
    return Asked(tuple(parts), given.repetitions, given.json, given.results)


def say(text: str) -> None:
    """How far the work is, on stderr."""
    print(f"[{time.process_time():6.0f} CPU s] {text}", file=sys.stderr, flush=True)


def main(words: list[str] | None = None) -> int:
    """Exit code 1 if a peer does not agree with the kernel."""
    request = asked(words)
    os.environ.setdefault("NUMBA_NUM_THREADS", "1")  # of prange; Numba would count the cores anew once held to one
    from benchmarks import processor, record
    from benchmarks.agreement import DisagreementError

    begun = time.perf_counter()
    print(f"{processor.cpu_name()}, {processor.cores()} cores ({processor.features()})")
    print(", ".join(f"{name} {version}" for name, version in processor.versions().items()))
    try:
        peers, seconds = measured_peers(request, say)
    except DisagreementError as error:
        print(error, file=sys.stderr)
        return 1
    ratios, system = of_peers(seconds), measured_system(request, say)
    print("", table(peers, ratios, system), "", sep="\n")
    path = record.write([*peers, *ratios, *system], request.results or record.RESULTS)
    print(f"{path}, {(time.perf_counter() - begun) / 60.0:.1f} minutes")
    measured = {one.name for one in (*ratios, *system) if one.value is not None}
    for name in TARGETS:
        if name not in measured:
            print(f"{name} was not measured: {request.why_not(name)}")
    if request.json:
        print(as_json([*ratios, *system]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
