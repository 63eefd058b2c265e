"""Beliefs of a user: a finished run reweighted to other distributions of its inputs."""
