"""The simulation kernel: takes arrays of inputs, returns arrays of outcomes.

It imports only numba and numpy, and only when a module is used.
"""
