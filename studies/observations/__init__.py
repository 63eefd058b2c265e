"""Converts weekly and daily series of a map to an observation file."""
