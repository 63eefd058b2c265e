"""Frontcast: ensembles of front-line movement and ceasefire durability under alternative policies."""

from typing import Any

__version__ = "0.1.0"
__all__ = ["__version__", "open_run"]


def __getattr__(name: str) -> Any:
    """Import `open_run` when it is first asked for: the readers need libraries that `forecast --help` does not."""
    if name == "open_run":
        from forecast.store.reader import open_run

        return open_run
    raise AttributeError(f"module 'forecast' has no attribute {name!r}")
