"""Runs the steps of a week on an NVIDIA GPU, one thread per member.

It runs `forecast_kernels.member` and fills the same outputs as the CPU. Import it only to use a GPU or its simulator:
it needs the package numba-cuda.
"""
