"""How long it takes to begin: up to the first outcomes in memory, and compiling the kernel once."""

import sys
import tempfile
from pathlib import Path

from benchmarks.measure import Measurement, in_turn, median_of, ratio_of
from benchmarks.system.process import FORECAST, OFFER, used

REPETITIONS = 7
COLD_REPETITIONS = 2
SMOKE = OFFER.parent / "smoke.yaml"
NUMBA = (sys.executable, "-c", "import numba")


def warm() -> list[Measurement]:
    """warm_start_over_import: CPU time of a whole process up to the first chunk of the smoke study."""
    with tempfile.TemporaryDirectory() as folder:
        observed = (sys.executable, "-m", "benchmarks.system.observed", "--first", str(Path(folder) / "observed.json"))
        command = (*observed, "run", str(SMOKE), "--out", folder, "--threads", "1", "--quiet")
        used(command)  # compiles if need be
        jobs = {"start": lambda: used(command).cpu, "numba": lambda: used(NUMBA).cpu}
        seconds = in_turn(jobs, REPETITIONS)
    return [
        ratio_of("warm_start_over_import", seconds["start"], seconds["numba"], "CPU of the whole process"),
        median_of("warm_start", seconds["start"], "s", note="forecast run configs/smoke.yaml, to its first chunk"),
        median_of("import_numba", seconds["numba"], "s"),
    ]


def cold() -> list[Measurement]:
    """cold_compile_cpu_s: `forecast warmup` into an empty folder less the same from a full one."""
    command = (*FORECAST, "warmup", "--quiet")
    compiling = []
    for _ in range(COLD_REPETITIONS):
        with tempfile.TemporaryDirectory() as folder:
            first, second = (used(command, Path(folder)).cpu for _ in range(2))
        compiling.append(first - second)
    return [median_of("cold_compile_cpu_s", compiling, "s", note="forecast warmup, empty folder less full one")]


def measure() -> list[Measurement]:
    return warm() + cold()
