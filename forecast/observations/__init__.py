"""Observed series of the front: the tidy file, its checks, and the converter from weekly sector tables."""
