"""Fits what the attacker expects to gain, before the first member: a small pilot run and a regression on it.

The regression is called the emulator, because the kernel uses it instead of simulating the next year.
"""
