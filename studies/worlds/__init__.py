"""The prior of the level in worlds that were possible at the end of the series, not only in the one that came."""
