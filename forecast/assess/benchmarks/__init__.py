"""Benchmarks: forecasts from the past of a series alone, each a rule that a reader would try first."""
