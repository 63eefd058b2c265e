"""The simulation kernel: takes arrays of inputs, returns arrays of outcomes. Imports numba and numpy only, and nothing until asked."""
