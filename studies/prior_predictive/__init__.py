"""Compares the first simulated year with the last observed one: the front on the maps, and the claimed losses.

The reference branch is simulated without talks or collapse, and statistics of the front and of casualties are compared
with the training series. Nothing is tuned here; docs/prior_predictive.md is the output.
"""
