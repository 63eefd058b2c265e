"""Start and end of a process of our own: a small run spends more time there than on its members."""

import atexit
import contextlib
import gc
import os
import sys

COLLECT_RARELY = (50_000, 20, 50)


def begin_quickly() -> None:
    """Look for garbage rarely, since nearly all objects come from imports and stay; no threads for linear algebra."""
    gc.set_threshold(*COLLECT_RARELY)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def leave_quickly(code: int) -> None:
    """End the process without taking its libraries apart, which takes longer than a small run. Never returns.

    Files are closed and threads have ended by now; what was registered for the exit is run, streams are flushed.
    """
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)
