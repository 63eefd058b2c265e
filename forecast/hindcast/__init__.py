"""Hindcasts: the front is forecast from past origins, each from what was known there, and scored."""
