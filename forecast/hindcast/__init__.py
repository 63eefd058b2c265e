"""Forecasts the front from past dates with only what was known then, and scores these forecasts."""
