"""A finished run held against what was observed after its week 0."""
