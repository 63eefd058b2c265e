"""Writes docs/today.md: what the study of late 2025 found, in ten sentences, from a finished run."""
