"""Compares how long ceasefires last and how soon wars end with the record of other wars."""
