"""Scores a finished run with what was observed after its week 0."""
