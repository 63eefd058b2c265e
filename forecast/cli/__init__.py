"""The command line `forecast`, one module per verb. A verb imports heavy libraries only when it runs."""

from forecast.cli.app import main

__all__ = ["main"]
