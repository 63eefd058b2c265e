"""Runs the steps of a week on an NVIDIA GPU, one thread per member.

It runs `forecast_kernels.member` and fills the CPU driver's outputs.
Imported only where a GPU, or the simulator of one, is asked for: it needs the package numba-cuda.
"""
