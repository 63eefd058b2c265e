"""Scores forecasts given as samples, checks their calibration, and compares them with benchmarks."""
