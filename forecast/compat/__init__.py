"""Uses undocumented parts of other libraries, mainly to start faster.

Each module has a test that fails when a new version of the library has changed the part that it uses. The number in
brackets is the gain: CPU time of a warm `forecast run configs/smoke.yaml` without the module divided by the time with
it (median of 7 pairs).

- `checked_cache`: compiles again when a file of Numba's cache is damaged, unreadable or gone. It saves no time.
- `numba_cache`: loads the compiled kernel without preparing the compiler (1.16).
- `parquet_footer`: removes the library's version from Parquet files, so that the bytes do not depend on it. It saves no
  time.
- `quick_exit`: ends the process of the command line early (1.19) and collects garbage less often (1.09).
- `scipy_special`: imports functions of `scipy.special` without importing the whole package (1.04).
- `sobol_directions`: reads the data file of `scipy.stats.qmc` without importing `scipy.stats` (1.21).
"""
