"""The command line `forecast`. Each module is one command, except the shared ones; commands import libraries late."""

from forecast.cli.app import main

__all__ = ["main"]
