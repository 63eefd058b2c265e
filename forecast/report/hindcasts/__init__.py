"""Finished hindcasts in the report: their results, the figure, its words, the section. Computes no forecast."""
