"""Computes estimates from a finished run: standard errors, differences, bands, survival, drivers, utilities."""
