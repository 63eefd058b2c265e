"""Imported once by the server of the child processes: what a run needs, with the machine code of the kernels."""

from importlib import import_module

from forecast.runner.cache import use_cache_folder

ROOMS = ("analysis.summary", "runner.computing", "runner.fitting.emulator", "runner.merging", "store.netcdf")

use_cache_folder()  # before Numba is imported
for room in ROOMS:
    import_module(f"forecast.{room}")
import_module("forecast.runner.warm").load_compiled()
