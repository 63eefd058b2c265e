"""Scores the law of the front in synthetic worlds that could have followed the observed series."""
