"""Commands as processes of their own, and what they used."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
OFFER = ROOT / "configs" / "offer.yaml"
FORECAST = (sys.executable, "-m", "forecast")


class Used(NamedTuple):
    """Of a process and all that it waited for: CPU and wall seconds, largest memory in bytes."""

    cpu: float
    wall: float
    memory: int


LAUNCHER = """
import json, os, subprocess, sys, time
begun = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=sys.stderr)
_, status, usage = os.wait4(process.pid, 0)
wall = time.perf_counter() - begun
print(json.dumps([os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss]))
"""


def used(words: tuple[str, ...], cache: Path | None = None) -> Used:
    """Run a command to its end. cache: another home for compiled kernels. Raises RuntimeError if it fails.

    A small process starts it: a child counts the memory of the process that it was forked from as its own.
    """
    environment = dict(os.environ)
    environment.pop("NUMBA_CACHE_DIR", None)
    if cache is not None:
        environment["XDG_CACHE_HOME"] = str(cache)
    launched = (sys.executable, "-S", "-c", LAUNCHER, *words)
    done = subprocess.run(launched, capture_output=True, text=True, cwd=ROOT, env=environment, check=True)
    code, cpu, wall, memory = json.loads(done.stdout)
    if code:
        last = done.stderr.strip().splitlines()[-1:]
        raise RuntimeError(f"{' '.join(words[1:5])} ... failed: {''.join(last)}")
    return Used(cpu, wall, memory * (1 if sys.platform == "darwin" else 1024))
