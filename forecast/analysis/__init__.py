"""Numbers from a finished run: estimates with their errors, paired differences, bands, survival, drivers, utilities."""
