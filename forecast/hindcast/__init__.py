"""Forecasts the front from past dates, each from what was known then, and scores them."""
