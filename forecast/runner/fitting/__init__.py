"""Fits a regression for the gain that the attacker expects in the next year, on a small pilot run.

This happens before the first member. The regression is called the emulator, because the kernel uses it instead of
simulating the next year.
"""
