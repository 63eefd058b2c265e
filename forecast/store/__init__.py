"""The files of a run: the registry of variables, the writers, the work area, the manifest, the reader.

Modules here import pyarrow, pandas and xarray; the package itself imports none of them.
"""
