"""Proper scores of sampled forecasts, their calibration, and skill against benchmarks."""
