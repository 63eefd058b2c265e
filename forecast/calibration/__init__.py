"""Fits the parameters of the front to observed series, writes them as config entries, checks the fit."""
