"""Arithmetic with the same bits on every processor, random numbers, and how functions are compiled."""
