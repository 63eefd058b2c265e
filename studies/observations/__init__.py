"""Turns the weekly and daily series of a map into an observation file."""
