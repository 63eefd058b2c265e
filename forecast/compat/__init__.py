"""Inner parts of libraries that are used for speed. Each has a test in tests/compat that fails when it is gone.

Ratio: CPU time of a warm `forecast run configs/smoke.yaml` without the entry over that with it, medians of 7.

- scipy_special: the extension module of `scipy.special` without its package (1.04; `forecast validate` needs neither).
- sobol_directions: the data file of `scipy.stats.qmc` without `scipy.stats` (1.21; `forecast validate` needs neither).
"""
