"""The CPU driver: it runs the steps in loops over the members of a tile, and counts weekly histograms.

A lane is the place of one member in a tile. A tile holds 32 members, a pool 12 tiles.
"""
