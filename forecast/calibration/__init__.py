"""Fitting the front to observed series: posterior draws, parts for a config, and checks of the fit."""
