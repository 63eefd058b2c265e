"""What the baseline alone says about the next year, compared with what the maps and claims showed of the last one.

The reference branch is simulated without talks or collapse, and statistics of the front and of casualties are compared
with the training series. Nothing is tuned here; docs/prior_predictive.md is the output.
"""
