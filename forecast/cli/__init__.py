"""The command line `forecast`: one module per verb, heavy imports inside the verbs."""

from forecast.cli.app import main

__all__ = ["main"]
