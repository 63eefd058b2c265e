"""The CUDA driver: one thread per member, the member's week of `forecast_kernels.member`, the CPU driver's outputs.

Imported only where a GPU, or the simulator of one, is asked for: it needs the package numba-cuda.
"""
