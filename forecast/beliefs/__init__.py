"""Weights the draws of a finished run by what somebody believes of its inputs, and computes the answers anew."""
