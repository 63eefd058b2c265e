"""Writes the report of a run: one HTML file that works offline, and its figures as SVG. It reads results only."""
