"""Compares week 0 with the last week that the state of the front knows.

The state is the level of weekly gains at week 0, the input of the kernel row `level_t0`. Its `as_of` is the last week
of the maps to which it was fitted. A later week than week 0 is refused with all other dates (`entries.check_entry`). An
earlier one is accepted, since maps end before a study is written, but the weeks between are unknown to the run.
"""

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from forecast.config.tree import Finding, Node, value_place

LEVEL = "level_t0"
MOST_WEEKS = 4
FIT = "forecast calibrate CONFIG --observations FILE --until"


class DatedInput(Protocol):
    """An input with the kernel row that it sets and the date of its evidence."""

    @property
    def sets(self) -> str | None:
        """Kernel row that it sets."""

    @property
    def as_of(self) -> date | None:
        """Date of the evidence."""


def stale_state(week_0: date, inputs: Mapping[str, DatedInput]) -> str | None:
    """Say that the state of the front is old at week 0, or return None.

    Parameters
    ----------
    week_0 : date
        Date of the baseline.
    inputs : mapping of DatedInput
        Inputs by name, `Experiment.priors`.
    """
    for name, entry in inputs.items():
        if entry.sets == LEVEL and entry.as_of is not None and (week_0 - entry.as_of).days > 7 * MOST_WEEKS:
            weeks = round((week_0 - entry.as_of).days / 7)
            return (
                f"week 0 is {week_0}, and the state of the front ('{name}') ends on {entry.as_of}, {weeks} weeks "
                f"before: the run knows nothing of the weeks between. Fit the state again (`{FIT} {week_0}`), or move "
                "the date back"
            )
    return None


def stale_state_warning(root: Node, week_0: date, inputs: Mapping[str, DatedInput]) -> list[Finding]:
    """Return the warning of `stale_state` with the place of the date, or nothing.

    Parameters
    ----------
    root : Node
        The merged tree.
    week_0, inputs
        As for `stale_state`.
    """
    message = stale_state(week_0, inputs)
    return [Finding(value_place(root, ("baseline", "date")), f"baseline.date: {message}")] if message else []


def look_ahead(row: object, day: date, week_0: date) -> str:
    """Say that an input is dated after week 0, and how to correct that for the state of the front.

    Parameters
    ----------
    row : object
        Kernel row that the input sets, as written.
    day, week_0 : date
        Date of its evidence, and date of the baseline.
    """
    late = f"{day} is after the baseline date {week_0}"
    if row != LEVEL:
        return late
    return f"{late}: the state of the front would know weeks after week 0. Fit it again (`{FIT} {week_0}`)"
