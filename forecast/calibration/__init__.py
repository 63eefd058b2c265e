"""Fits the front to observed series: posterior draws, parts of a config, checks of the fit."""
