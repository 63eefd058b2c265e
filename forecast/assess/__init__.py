"""Fitting and checking against observations: statistics of the front, calibration, hindcasts; influence of inputs.

May read observations and start runs; nothing else in the project imports from here but the command line.
"""
