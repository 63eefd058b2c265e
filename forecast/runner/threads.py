"""How many threads a run uses when nobody says."""

import os


def default_threads() -> int:
    """The processors that this process may use (an affinity mask or a container may leave fewer than there are)."""
    try:
        return max(1, len(os.sched_getaffinity(0)))
    except AttributeError:  # not on macOS
        return max(1, os.cpu_count() or 1)
