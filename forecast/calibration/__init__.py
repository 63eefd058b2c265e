"""Posterior of the front from observed series, and the checks that it is one."""
