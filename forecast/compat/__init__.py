"""Inner parts of libraries that we use. Each has a reason, a measured gain and a test that fails when it is gone.

The ratio is the CPU time of a warm `forecast run configs/smoke.yaml` without the entry over the time with it (median of
7 pairs).

- `numba_cache`: the compiled kernel, loaded without what only compiling needs (1.16).
- `parquet_footer`: the writer's version in the footer of a Parquet file. It must not change results; it saves no time.
- `quick_exit`: the end of the command line's own process (1.19), and rarer garbage collection (1.09).
- `scipy_special`: the extension module of `scipy.special` without its package (1.04).
- `sobol_directions`: the data file of `scipy.stats.qmc` without `scipy.stats` (1.21).
"""
