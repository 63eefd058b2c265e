"""Scoring a finished run against what was observed after its week 0."""
