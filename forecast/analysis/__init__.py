"""Numbers from a finished run: estimates with errors, differences, bands, survival, drivers, utilities."""
