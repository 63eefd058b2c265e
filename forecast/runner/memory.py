"""Memory that allocators keep after it was freed goes back to the system, so that no phase pays for another."""

import ctypes
import gc
import sys


def give_back() -> None:
    """Of pyarrow and, on Linux with glibc, of everything else."""
    arrow = sys.modules.get("pyarrow")
    gc.collect()
    if arrow is not None:
        arrow.default_memory_pool().release_unused()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
