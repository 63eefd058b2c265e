"""Finished hindcasts in the report: reading their results, the figure, its texts, the section. No forecast is computed.

A hindcast forecasts the front from past dates (origins) and compares the forecasts with what was observed (the truth).
"""
