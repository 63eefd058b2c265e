"""Runs the steps of a week on the CPU for many members side by side, and counts weekly histograms.

A lane is the place of one member in a tile. A tile holds 32 members, a pool 12 tiles.
"""
