"""Scores a finished run by what was observed after its week 0, the week in which it starts."""
