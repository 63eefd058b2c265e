"""Reads observed series of the front, checks them and aligns their weeks."""
