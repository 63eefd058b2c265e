"""The report of a run: one HTML file that opens without a network, and its figures as SVG files.

It reads results and simulates nothing.
"""
