"""Loads the runs of a config and prepares the compiled kernels, for the commands that need them."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from forecast.cli.output import Output
    from forecast.errors import Problem
    from forecast.points import Point
    from forecast.runner.cache import CacheFolder


def load_points(config: str, texts: Sequence[str], members: int | None = None) -> "list[Point]":
    """Read and check a config, and return one point per run. Warnings go to stderr.

    Parameters
    ----------
    config : str
        Path of an experiment file.
    texts : Sequence[str]
        Overrides from `--set`.
    members : int, optional
        Number of members, in place of that of the config.
    """
    from forecast.points import read_points

    return read_points(config, texts, members, _warn)


def prepare_kernels(output: "Output") -> "CacheFolder":
    """Set the cache folder of Numba and return it.

    Prints a note if the folder is not the usual one, or if the kernels must be compiled first.
    """
    from forecast.runner.cache import use_cache_folder
    from forecast.runner.memory_limit import TO_COMPUTE, check_memory_limit

    check_memory_limit(TO_COMPUTE)
    cache = use_cache_folder(report=lambda text: output.note(f"note: {text}"))
    if cache.note:
        output.note(f"note: {cache.note}")
    if not cache.compiled:
        output.note("compiling the kernels, once for this machine and version; this takes about half a minute")
    return cache


def _warn(problem: "Problem") -> None:
    print(f"warning: {problem}", file=sys.stderr, flush=True)
