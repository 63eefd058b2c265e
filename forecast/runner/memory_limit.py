"""Refuses to begin under a memory limit in which libraries crash instead of raising an error."""

import resource

from forecast.errors import RunError

TO_READ, TO_COMPUTE = 256, 900
"""MB of address space below which the linear algebra library, and the compiled kernel, end the process by themselves.

Measured on Linux with two processors: 100 and 600 MB.
"""


def check_memory_limit(need: int) -> None:
    """Check how much address space the process may use (`ulimit -v`).

    Parameters
    ----------
    need : int
        The least that must be allowed, in MB.

    Raises
    ------
    RunError
        If less is allowed.
    """
    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    if limit != resource.RLIM_INFINITY and limit < need * 1_000_000:
        message = f"the limit of {limit // 1_000_000:,} MB is too low; allow at least {need} MB (`ulimit -v {need}000`)"
        raise RunError.of("memory", message)
