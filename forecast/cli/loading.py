"""A config as the runs that it stands for: one, or one for every point of its sweep."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecast.cli.kinds import refuse_other_kind
from forecast.errors import ConfigError

if TYPE_CHECKING:
    from forecast.config import Experiment
    from forecast.errors import Problem


@dataclass(frozen=True)
class Point:
    """One run. label: the values of the sweep's keys, as `key=value, key=value`; empty without a sweep."""

    label: str
    experiment: "Experiment"

    @property
    def settings(self) -> list[str]:
        """The label, if there is one."""
        return [self.label] if self.label else []


def load_points(config: str, texts: Sequence[str], members: int | None = None) -> list[Point]:
    """Read and check a config; `members` replaces its number of members. Warnings go to stderr.

    Raises ConfigError with all problems, or with one if the file is no experiment but a part of one.
    """
    from forecast.config import load_points as read
    from forecast.config import with_members

    try:
        points = [Point(label, exp) for label, exp in read(config, texts, warn=_warn)]
    except ConfigError:
        refuse_other_kind(config)
        raise
    if members is None:
        return points
    return [Point(point.label, with_members(point.experiment, members)) for point in points]


def _warn(problem: "Problem") -> None:
    print(f"warning: {problem}", file=sys.stderr, flush=True)
