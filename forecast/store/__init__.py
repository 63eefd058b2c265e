"""Writes and reads the files of a run, and lists all their columns with units.

Modules here import pyarrow, pandas and xarray; the package itself imports none of them.
"""
