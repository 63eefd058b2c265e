"""`python -m benchmarks.system.observed FILE WORDS ...`: the command line `forecast WORDS ...`, its computing timed.

FILE gets JSON: `ranges`, one [begin, end, CPU seconds of the thread] for each member range computed, and `end`, all in
seconds since the process started. With --first before FILE the process ends as soon as the first range is in memory.
"""

import json
import os
import sys
import threading
import time

START = time.perf_counter() - time.process_time()  # near enough: until here there was only the interpreter


def main(words: list[str]) -> None:
    from forecast.compat.quick_exit import begin_quickly, leave_quickly

    begin_quickly()
    first = words[0] == "--first"
    name, *command = words[first:]
    ranges: list[tuple[float, float, float]] = []
    lock = threading.Lock()

    def save() -> None:
        with open(name, "w", encoding="utf-8") as file:
            json.dump({"ranges": ranges, "end": time.perf_counter() - START}, file)

    from forecast.cli import main as forecast
    from forecast.runner.kernel import Kernel
    from forecast.store.ranges import RangeResult

    compute = Kernel.compute

    def timed(self: Kernel, lo: int, hi: int) -> RangeResult:
        begun, spent = time.perf_counter() - START, time.thread_time()
        result = compute(self, lo, hi)
        with lock:
            ranges.append((begun, time.perf_counter() - START, time.thread_time() - spent))
        if first:
            save()
            os._exit(0)
        return result

    Kernel.compute = timed  # type: ignore[method-assign]
    code = 1
    try:
        forecast(command)
    except SystemExit as end:
        code = int(end.code or 0)
    save()
    leave_quickly(code)


if __name__ == "__main__":
    main(sys.argv[1:])
