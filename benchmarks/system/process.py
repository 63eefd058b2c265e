"""Commands as processes of their own, and what they used."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
OFFER = ROOT / "configs" / "offer.yaml"
FORECAST = (sys.executable, "-m", "forecast")


class Used(NamedTuple):
    """Of a process and all that it waited for: CPU and wall seconds, largest memory in bytes, what it printed."""

    cpu: float
    wall: float
    memory: int
    out: str


def used(words: tuple[str, ...], cache: Path | None = None) -> Used:
    """Run a command to its end. cache: another home for compiled kernels. Raises RuntimeError if it fails."""
    environment = dict(os.environ)
    environment.pop("NUMBA_CACHE_DIR", None)
    if cache is not None:
        environment["XDG_CACHE_HOME"] = str(cache)
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as problems:
        begun = time.perf_counter()
        process = subprocess.Popen(words, stdout=out, stderr=problems, cwd=ROOT, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        for file in (out, problems):
            file.seek(0)
        if process.returncode:
            last = problems.read().strip().splitlines()[-1:]
            raise RuntimeError(f"{' '.join(words[1:5])} ... failed: {''.join(last)}")
        unit = 1 if sys.platform == "darwin" else 1024
        return Used(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * unit, out.read())
