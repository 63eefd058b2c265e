"""The section of the report on finished hindcasts: reads their results, draws the figure. Computes no forecast."""
