"""Runs an experiment: ranges of members on a pool of threads, parts written as they fill, resumable."""
