"""Runs an experiment: member ranges on a pool of threads, parts written as they fill, interrupted runs continued."""
