"""Runs the steps of a week on the CPU for many members side by side, and counts weekly histograms."""
