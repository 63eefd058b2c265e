"""Curves along a sweep: differences between runs on common members."""
