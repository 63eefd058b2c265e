"""The CUDA driver: one thread per member. It runs `forecast_kernels.member` and fills the CPU driver's outputs.

Import it only to use a GPU or its simulator: it needs the package numba-cuda.
"""
