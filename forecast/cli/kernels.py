"""Compiled kernels before a verb needs them: where they are kept, and whether they have to be made first."""

from forecast.cli.output import Output
from forecast.runner.cache import CacheFolder, use_cache_folder


def prepare(output: Output) -> CacheFolder:
    """Point Numba at its folder. Says on stderr when the folder is not the usual one, and when compiling lies ahead."""
    cache = use_cache_folder()
    if cache.note:
        output.note(f"note: {cache.note}")
    if not compiled(cache):
        output.note("compiling the kernels, once for this machine and version; this takes about half a minute")
    return cache


def compiled(cache: CacheFolder) -> bool:
    """Whether the folder holds compiled kernels."""
    return any(cache.path.rglob("*.nbi"))
