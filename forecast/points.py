"""A config file as the experiments that it stands for, with values that Python or the command line set."""

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
    """One run that a config stands for. label: the values of the sweep's keys; empty without a sweep."""

    label: str
    experiment: "Experiment"

    @property
    def settings(self) -> list[str]:
        """The label, if there is one."""
        return [self.label] if self.label else []


def read_points(
    path: str | Path, overrides: Sequence[str] = (), members: int | None = None, warn: Warn | None = None
) -> list[Point]:
    """Read and check a config: one point, or one for every point of its sweep.

    Parameters
    ----------
    path : str or Path
        An experiment file.
    overrides : Sequence[str]
        `PATH=VALUE` texts.
    members : int, optional
        Replaces the number of members.
    warn : callable, optional
        Gets each Problem that is valid but may be a mistake.

    Raises
    ------
    ConfigError
        With all problems, or with one if the file is no experiment but a part of one.
    """
    from forecast.config import load_points, with_members
    from forecast.config.kinds import refuse_other_kind

    try:
        points = load_points(path, overrides, warn=warn)
    except ConfigError:
        refuse_other_kind(str(path))
        raise
    record = [
        Point(label, experiment.with_changes([*overrides, *filter(None, [label])])) for label, experiment in points
    ]
    if members is None:
        return record
    return [Point(point.label, with_members(point.experiment, members)) for point in record]


def override_texts(values: Mapping[str, Any] | None) -> list[str]:
    """Dotted keys and Python values as `PATH=VALUE` texts.

    Raises
    ------
    ConfigError
        If a key is no text or a value has no form in a config; it names the key.
    """
    from forecast.config.sweep import flow

    texts, problems = [], []
    for key, value in (values or {}).items():
        if not isinstance(key, str) or not key or "=" in key:
            problems.append(Problem(f"set: {key!r}", "is no dotted key, such as 'design.seed'"))
            continue
        try:
            texts.append(f"{key}={'' if value is None else flow(_plain(value))}")
        except (TypeError, ValueError):
            kinds = "give a number, text, bool, list, dict or None"
            problems.append(Problem(f"set: {key}", f"a {type(value).__name__} has no form in a config; {kinds}"))
    if problems:
        raise ConfigError(problems)
    return texts


def _plain(value: Any) -> Any:
    """The value in the types of a config: NumPy's numbers and arrays become Python's, dates become text."""
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
