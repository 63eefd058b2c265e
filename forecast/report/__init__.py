"""The report of a run: one HTML file that opens without a network, and the figures as SVG files. Reads results only."""
