"""Durability and time to the end of a war against the record of other wars."""
