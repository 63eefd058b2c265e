"""Inner parts of libraries that we use, each with its reason, measured gain and a test that says when it is gone.

- `numba_cache`: the compiled kernel, loaded without what only compiling needs.
- `parquet_footer`: the writer's version in the footer of a Parquet file, which must not change the bytes of results.
- `quick_exit`: the end of the command line's own process.
- `scipy_special`: the extension module of `scipy.special` without its package.
- `sobol_directions`: the data file of `scipy.stats.qmc`.
"""
