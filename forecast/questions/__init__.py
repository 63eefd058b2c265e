"""Answers questions about the future from a run, registers the answers, and scores them when outcomes are known."""
