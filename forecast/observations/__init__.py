"""Observed series of the front: reads, checks, aligns and cleans the files."""
