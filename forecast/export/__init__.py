"""Finished runs in the formats of other tools: hubverse, NetCDF, CSV, ArviZ."""
