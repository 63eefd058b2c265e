"""Arithmetic that gives the same bits on every processor, random numbers, and compiler settings."""
