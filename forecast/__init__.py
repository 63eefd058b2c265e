"""Frontcast: simulates many futures of a war under alternative policies, and compares them.

`load` reads a config, `run` simulates it, `compare` sets its branches side by side, `open_run` reads a finished run.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from forecast.api import compare, load, load_sweep, open_run, run

__version__ = "0.2.0"
__all__ = ["__version__", "compare", "load", "load_sweep", "open_run", "run"]


def __getattr__(name: str) -> Any:
    """Import the interface when a function is first used: `import forecast` and `forecast --help` stay cheap."""
    if name in __all__:
        from forecast import api

        return getattr(api, name)
    raise AttributeError(f"module 'forecast' has no attribute {name!r}")


def __dir__() -> list[str]:
    """Names for completion, those that are imported later included."""
    return sorted({*globals(), *__all__})
