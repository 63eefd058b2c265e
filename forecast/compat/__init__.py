"""Inner parts of libraries that are touched for speed; each has a test in tests/compat that says when it is gone.

- scipy_special: the extension module of `scipy.special` without its package.
- sobol_directions: the data file of `scipy.stats.qmc`.
"""
