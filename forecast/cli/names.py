"""Names given on the command line, checked against those that there are."""

from collections.abc import Sequence
from difflib import get_close_matches

from forecast.errors import ConfigError


def known(option: str, name: str, names: Sequence[str]) -> str:
    """The name if it is among `names`. Raises ConfigError naming the nearest."""
    if name in names:
        return name
    close = get_close_matches(name, names, n=1)
    hint = f"did you mean '{close[0]}'?" if close else f"there are {', '.join(names)}"
    raise ConfigError.of(option, f"unknown branch '{name}'; {hint}")
