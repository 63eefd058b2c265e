"""The war in numbers: arrays in, arrays out. Imports numba and numpy only, and nothing until asked."""
