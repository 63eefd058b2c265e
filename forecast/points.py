"""Reads a config file, with values that Python or the command line set, as one experiment or as a sweep of several."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from forecast.errors import ConfigError, Problem

if TYPE_CHECKING:
    from forecast.config import Experiment

Warn = Callable[[Problem], None]


@dataclass(frozen=True)
class Point:
    """One experiment of a config. label: the values of the sweep's keys (`key=value, ...`); empty without a sweep."""

    label: str
    experiment: "Experiment"

    @property
    def settings(self) -> list[str]:
        """The label as a list; empty if there is no label."""
        return [self.label] if self.label else []


def read_points(
    path: str | Path, overrides: Sequence[str] = (), members: int | None = None, warn: Warn | None = None
) -> list[Point]:
    """Read and check a config. Return one point, or all points of its sweep.

    Parameters
    ----------
    path : str or Path
        An experiment file.
    overrides : Sequence[str]
        `PATH=VALUE` texts, as given to `--set`.
    members : int, optional
        Replaces the number of members of the config.
    warn : callable, optional
        Called with a Problem for each value that is valid but may be a mistake.

    Raises
    ------
    ConfigError
        If the config has mistakes, or if the file is only a part of an experiment. The message lists all mistakes.
    """
    from forecast.config import load_points, with_members
    from forecast.config.kinds import refuse_other_kind

    try:
        points = load_points(path, overrides, warn=warn)
    except ConfigError:
        refuse_other_kind(str(path))
        raise
    config_points = [
        Point(label, experiment.with_changes([*overrides, *filter(None, [label])])) for label, experiment in points
    ]
    if members is None:
        return config_points
    return [Point(point.label, with_members(point.experiment, members)) for point in config_points]


def override_texts(values: Mapping[str, Any] | None) -> list[str]:
    """Convert dotted keys and Python values to `PATH=VALUE` texts.

    Raises
    ------
    ConfigError
        If a key is not a text, or if a config cannot contain a value of this type. The message names the key.
    """
    from forecast.config.sweep import override_value

    texts, problems = [], []
    for key, value in (values or {}).items():
        if not isinstance(key, str) or not key or "=" in key:
            problems.append(Problem(f"set: {key!r}", "is no dotted key, such as 'design.seed'"))
            continue
        try:
            texts.append(f"{key}={override_value(_plain(value))}")
        except (TypeError, ValueError):
            kinds = "give a number, text, bool, list, dict or None"
            problems.append(Problem(f"set: {key}", f"a {type(value).__name__} has no form in a config; {kinds}"))
    if problems:
        raise ConfigError(problems)
    return texts


def _plain(value: Any) -> Any:
    """Convert a value to the types of a config: NumPy's numbers and arrays to Python's, dates to text."""
    if hasattr(value, "tolist"):  # NumPy
        value = value.tolist()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, str) or not isinstance(value, Iterable):
        return value
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    raise TypeError(type(value).__name__)
