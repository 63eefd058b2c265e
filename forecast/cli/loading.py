"""A config as the runs that it stands for: one, or one for every point of its sweep."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from forecast.config import Experiment
    from forecast.errors import Problem


@dataclass(frozen=True)
class Point:
    """One run. label: the values of the sweep's keys, as `key=value, key=value`; empty without a sweep."""

    label: str
    experiment: "Experiment"


def load_points(config: str, texts: Sequence[str], members: int | None = None) -> list[Point]:
    """Read and check a config; `members` replaces its number of members. Warnings go to stderr.

    Raises ConfigError with all problems.
    """
    from forecast.config import load_points as read
    from forecast.config import with_members

    points = [Point(label, exp) for label, exp in read(config, texts, warn=_warn)]
    if members is None:
        return points
    return [Point(point.label, with_members(point.experiment, members)) for point in points]


def _warn(problem: "Problem") -> None:
    print(f"warning: {problem}", file=sys.stderr, flush=True)
