"""Writes the reference pages: config keys, columns of results, parameters."""
