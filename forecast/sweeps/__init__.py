"""Curves along a sweep: differences between runs on common members. `curve(folder)` gives them as a Dataset."""

from forecast.sweeps.dataset import curve

__all__ = ["curve"]
